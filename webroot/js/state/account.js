/** The own account: profile, password, devices, and the directory of others. */
export class Account {
  constructor({ rest, session }) {
    Object.assign(this, { rest, session });
  }

  async rename(displayName) {
    this.session.changed(await this.rest.authorized('PATCH', '/users/me', { displayName }));
  }

  async changePassword(oldPassword, newPassword) {
    await this.rest.authorized('PUT', '/users/me/password', { oldPassword, newPassword });
  }

  async devices() {
    return (await this.rest.authorized('GET', '/sessions')).sessions;
  }

  async revoke(sessionId) {
    await this.rest.authorized('DELETE', `/sessions/${sessionId}`);
  }

  /** A page of the directory: `{users, next?}`. */
  async search(text, after) {
    const query = new URLSearchParams({ q: text, limit: '20' });
    if (after !== undefined) query.set('after', after);
    return this.rest.authorized('GET', `/users?${query}`);
  }
}
