/**
 * A refused or failed request: the HTTP status (0 when no answer came), a stable code and a sentence; `more` is what else
 * the server tells.
 */
export class Failure extends Error {
  constructor(status, code, { detail = '', retryAfter = 0, fields = {}, ...more } = {}) {
    super(`${status} ${code} ${detail}`.trim());
    this.name = 'Failure';
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.fields = fields;
    this.more = more;
  }

  /** Whether the same request may succeed later, without a change. */
  get passes() {
    return this.status === 0 || this.status === 401 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  static unreachable() {
    return new Failure(0, 'unreachable');
  }

  static timeout() {
    return new Failure(0, 'timeout');
  }

  /** Of the text of a bus refusal: JSON with code and detail, or whatever a foreign service wrote. */
  static ofBus(status, text) {
    try {
      const told = JSON.parse(text);
      return new Failure(status, String(told.code ?? 'error'), told);
    } catch {
      return new Failure(status, 'error', { detail: String(text ?? '') });
    }
  }
}
