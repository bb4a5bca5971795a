/** What the server refused, or that it was not reached for as long as it was tried. */
export class WebimError extends Error {
  override readonly name = 'WebimError';

  /**
   * @param status of HTTP; 0 where there was no answer
   * @param code stable, what a program should look at; `unreachable` where there was no answer
   * @param detail for a reader
   * @param retryAfter seconds to wait before it is worth trying again; 0 where the server did not say
   * @param problem all that the server said
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly retryAfter = 0,
    readonly problem: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(status ? `${status} ${code}: ${detail}` : `${code}: ${detail}`, options);
  }

  /** Whether the same request may succeed later. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** An answer that is none of success, read to its end. */
export async function refusal(response: Response): Promise<WebimError> {
  const text = await response.text();
  const problem = parsed(text);
  const after = Number(response.headers.get('retry-after'));
  return new WebimError(
    response.status,
    typeof problem.code === 'string' ? problem.code : `http_${response.status}`,
    typeof problem.detail === 'string' ? problem.detail : text.slice(0, 200),
    Number.isFinite(after) && after > 0 ? after : 0,
    problem,
  );
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
