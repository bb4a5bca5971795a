/** How long a tab has to be hidden: who looks into another for a moment does not connect anew. */
const GRACE = 5_000;

/**
 * When this tab is connected. Without WebSocket each connection takes one of the six that a browser makes to a server, and
 * a seventh tab would wait for ever: so hidden tabs let go, but for the one that tells of news.
 */
export class TabConnection {
  #begun = false;
  #visible = true;
  #timer = null;

  /** @param isBusy whether something has still to be sent */
  constructor({ connection, tabs, isBusy, setTimeout, clearTimeout }) {
    Object.assign(this, { connection, tabs, isBusy, setTimeout, clearTimeout });
  }

  begin() {
    this.#begun = true;
    this.connection.start();
    this.look();
  }

  end() {
    this.#begun = false;
    this.clearTimeout(this.#timer);
    this.connection.stop();
  }

  setVisible(visible) {
    this.#visible = visible;
    this.look();
  }

  /** Something has changed: what the tab is there for, or its connection. */
  look() {
    if (!this.#begun) return;
    if (this.#isNeeded()) this.connection.start();
    else this.#timer ??= this.setTimeout(() => this.#letGo(), GRACE);
  }

  #letGo() {
    this.#timer = null;
    if (!this.#begun || this.#isNeeded() || this.connection.isWebSocket) return;
    if (this.isBusy()) this.look();
    else this.connection.stop();
  }

  #isNeeded() {
    return this.#visible || this.tabs.holdsLine;
  }
}
