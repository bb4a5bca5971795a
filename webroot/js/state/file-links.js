const SPARE = 30_000;

/** Short-lived addresses of files, for what asks without a token: players and downloads. */
export class FileLinks {
  #links = new Map();

  constructor({ rest, now }) {
    Object.assign(this, { rest, now });
  }

  /** An address that is good for some minutes. @param renew also where the one that there is should still be good */
  async of({ id }, { renew = false } = {}) {
    const known = this.#links.get(id);
    if (known && !renew && this.now() < known.until) return known.url;
    const { url, expiresIn } = await this.rest.authorized('POST', `/files/${id}/link`, {});
    this.#links.set(id, { url, until: this.now() + expiresIn * 1_000 - SPARE });
    return url;
  }
}
