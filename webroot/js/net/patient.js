const RETRIES = 3;
const LONGEST = 10;

/** Calls that wait for as long as the server asks, rather than fail, where it asks for a moment. */
export function patient(call, { setTimeout }) {
  const attempt = (retries, address, body) =>
    call(address, body).catch(async (failure) => {
      const seconds = failure.retryAfter || 1;
      if (failure.status !== 429 || retries === 0 || seconds > LONGEST) throw failure;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return attempt(retries - 1, address, body);
    });
  return (address, body) => attempt(RETRIES, address, body);
}
