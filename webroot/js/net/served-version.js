/** The version of the client that the server has now; empty where it does not tell. */
export async function servedVersion(fetch) {
  try {
    const { version } = await (await fetch('/version.json', { cache: 'no-store', credentials: 'omit' })).json();
    return typeof version === 'string' ? version : '';
  } catch {
    return '';
  }
}
