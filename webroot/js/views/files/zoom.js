const MOST = 8;
const TWICE = 2.5;
const TAP = 300;
const SWIPE = 60;
const SLACK = 8;

/**
 * What fingers, the wheel and double clicks do with a picture: to look closer, to move it about, or to go on to the next one, and
 * down to close it.
 */
export class Zoom {
  #scale = 1;
  #x = 0;
  #y = 0;
  #pointers = new Map();
  #begun = null;
  #tapped = 0;
  #over = new AbortController();

  constructor(stage, { onStep, onClose }) {
    Object.assign(this, { stage, onStep, onClose });
    const listen = {
      pointerdown: this.#down,
      pointermove: this.#move,
      pointerup: this.#up,
      pointercancel: this.#up,
      wheel: this.#wheel,
    };
    for (const [kind, on] of Object.entries(listen)) stage.addEventListener(kind, on, { signal: this.#over.signal, passive: false });
  }

  end() {
    this.#over.abort();
  }

  reset() {
    [this.#scale, this.#x, this.#y] = [1, 0, 0];
    this.#pointers.clear();
    this.#begun = null;
    this.#show();
  }

  /** Closer, or further away, in the middle. */
  by(factor) {
    this.#to(this.#scale * factor, 0, 0);
  }

  #down = (event) => {
    if (event.target.closest('video, button')) return;
    this.#pointers.set(event.pointerId, event);
    this.stage.setPointerCapture(event.pointerId);
    this.#begin(this.#pointers.size > 1);
  };

  /** From where they are the fingers go on. */
  #begin(several) {
    this.#begun = { ...this.#middle(), spread: this.#spread(), scale: this.#scale, fromX: this.#x, fromY: this.#y, several };
  }

  #move = (event) => {
    if (!this.#pointers.has(event.pointerId)) return;
    this.#pointers.set(event.pointerId, event);
    const { x, y } = this.#middle();
    const { scale, fromX, fromY, spread } = this.#begun;
    if (this.#pointers.size > 1) {
      const next = limited((scale * this.#spread()) / spread);
      const [midX, midY] = this.#fromCentre(this.#begun);
      this.#scale = next;
      this.#x = x - this.#begun.x + midX - ((midX - fromX) * next) / scale;
      this.#y = y - this.#begun.y + midY - ((midY - fromY) * next) / scale;
    } else {
      this.#x = fromX + x - this.#begun.x;
      this.#y = this.#scale > 1 || Math.abs(y - this.#begun.y) > Math.abs(x - this.#begun.x) ? fromY + y - this.#begun.y : fromY;
    }
    this.#show();
  };

  #up = (event) => {
    if (!this.#pointers.delete(event.pointerId)) return;
    if (this.#pointers.size > 0) {
      this.#begin(true);
      return;
    }
    const begun = this.#begun;
    this.#begun = null;
    const right = event.clientX - begun.x;
    const down = event.clientY - begun.y;
    if (this.#scale <= 1) this.#swiped(begun, right, down, event);
    else if (!begun.several && Math.hypot(right, down) < SLACK) this.#tap(event);
    this.#settle();
  };

  #swiped({ several }, right, down, event) {
    const [far, beside] = [Math.abs(right), Math.abs(down)];
    if (several || event.type === 'pointercancel') return;
    const towards = getComputedStyle(this.stage).direction === 'rtl' ? 1 : -1;
    if (far > SWIPE && far > beside) this.onStep(Math.sign(right) * towards);
    else if (down > 1.5 * SWIPE && event.pointerType === 'touch') this.onClose();
    else if (Math.max(far, beside) < SLACK) this.#tap(event);
  }

  #tap(event) {
    const twice = event.timeStamp - this.#tapped < TAP;
    this.#tapped = twice ? 0 : event.timeStamp;
    if (twice) this.#toggle(event);
  }

  #wheel = (event) => {
    if (event.target.closest('video')) return;
    event.preventDefault();
    const [x, y] = this.#fromCentre({ x: event.clientX, y: event.clientY });
    this.#to(this.#scale * Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), x, y);
  };

  #toggle({ clientX, clientY }) {
    const [x, y] = this.#fromCentre({ x: clientX, y: clientY });
    this.#to(this.#scale > 1 ? 1 : TWICE, x, y);
  }

  /** Closer, where what is at a place stays there. */
  #to(scale, x, y) {
    const next = limited(scale);
    this.#x = x - ((x - this.#x) * next) / this.#scale;
    this.#y = y - ((y - this.#y) * next) / this.#scale;
    this.#scale = next;
    this.#settle();
  }

  /** No further away than its edges. */
  #settle() {
    const picture = this.#picture();
    if (!picture) return;
    const free = (size, room) => Math.max(0, (size * this.#scale - room) / 2);
    const [mostX, mostY] = [free(picture.offsetWidth, this.stage.clientWidth), free(picture.offsetHeight, this.stage.clientHeight)];
    if (this.#scale <= 1) this.#scale = 1;
    this.#x = Math.min(mostX, Math.max(-mostX, this.#x));
    this.#y = Math.min(mostY, Math.max(-mostY, this.#y));
    this.#show();
  }

  #show() {
    const picture = this.#picture();
    if (!picture) return;
    picture.classList.toggle('viewer__frame--held', this.#pointers.size > 0);
    picture.style.transform = `translate(${this.#x}px, ${this.#y}px) scale(${this.#scale})`;
  }

  #picture() {
    return this.stage.querySelector('[data-zooms]');
  }

  #middle() {
    const all = [...this.#pointers.values()];
    const middle = (name) => all.reduce((sum, event) => sum + event[name], 0) / all.length;
    return { x: middle('clientX'), y: middle('clientY') };
  }

  #spread() {
    const [a, b] = this.#pointers.values();
    return b ? Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)) : 1;
  }

  #fromCentre({ x, y }) {
    const { left, top, width, height } = this.stage.getBoundingClientRect();
    return [x - left - width / 2, y - top - height / 2];
  }
}

function limited(scale) {
  return Math.min(MOST, Math.max(1, scale));
}
