/** What is large, or comes at the pace that the server sets. */
const LONG = 3_600_000;

/** The own account: profile, privacy, password, second factor, devices, and the directory of others. */
export class Account {
  constructor({ rest, session, passkeys }) {
    Object.assign(this, { rest, session, passkeys });
  }

  async rename(displayName) {
    this.session.changed(await this.rest.authorized('PATCH', '/users/me', { displayName }));
  }

  /** @param choice `{addMe?, readReceipts?}` */
  async choose(choice) {
    this.session.changed(await this.rest.authorized('PATCH', '/users/me', choice));
  }

  /** As the server has it: another device may have chosen something. */
  async look() {
    this.session.changed(await this.rest.authorized('GET', '/users/me'));
  }

  /** @param image a JPEG or PNG */
  async setPicture(image) {
    this.session.changed(await this.rest.authorized('PUT', '/users/me/picture', image));
  }

  async removePicture() {
    this.session.changed(await this.rest.authorized('DELETE', '/users/me/picture'));
  }

  /** @param services whether the tokens of bots and the webhooks end as well */
  async changePassword(oldPassword, newPassword, services = false) {
    await this.rest.authorized('PUT', '/users/me/password', { oldPassword, newPassword, services: services || undefined });
  }

  /** A page of them: `{sessions, next?}`, the last used first. */
  async devices(after) {
    const query = after ? `?${new URLSearchParams({ after })}` : '';
    return this.rest.authorized('GET', `/sessions${query}`);
  }

  async revoke(sessionId) {
    await this.rest.authorized('DELETE', `/sessions/${sessionId}`);
  }

  async revokeOthers() {
    await this.rest.authorized('DELETE', '/sessions');
  }

  /** Everything that the server has of this user, as a file. */
  async export() {
    return this.rest.file('/users/me/export', LONG);
  }

  /** `{used, quota, maxSize}` in bytes */
  async usage() {
    return this.rest.authorized('GET', '/files');
  }

  /** What this user has sent, as zip archives: `{blob, next}`. @param next of the one before */
  async files(next = '/files/archive') {
    let more;
    const blob = await this.rest.file(next, LONG, (headers) => (more = /<\/api([^>]+)>/.exec(headers.get('Link'))?.[1]));
    return { blob, next: more };
  }

  /** For good. */
  async remove(password) {
    await this.session.leave('DELETE', '/users/me', { body: { password }, why: 'removed' });
  }

  /** `{totp, recoveryCodes, passkeys, passkeysAvailable}` */
  async secondFactor() {
    return { passkeys: [], passkeysAvailable: false, ...(await this.#factor('GET', '')) };
  }

  /** `{secret, uri}`, of which an app makes codes; it counts once `confirmTotp` had one of them. */
  async beginTotp(password) {
    return this.#factor('POST', '/totp', { password });
  }

  /** The recovery codes, unless there are some already. */
  async confirmTotp(code) {
    return (await this.#factor('PUT', '/totp', { code })).recoveryCodes;
  }

  async endTotp(password) {
    await this.#factor('DELETE', '/totp', { password });
  }

  async renewRecoveryCodes(password) {
    return (await this.#factor('POST', '/recovery-codes', { password })).recoveryCodes;
  }

  async addPasskey(password, name) {
    const { challenge, options } = await this.#factor('POST', '/passkey-options', { password });
    const passkey = await this.passkeys.create(options);
    return (await this.#factor('POST', '/passkeys', { challenge, name, passkey })).recoveryCodes;
  }

  async removePasskey(id, password) {
    await this.#factor('DELETE', `/passkeys/${encodeURIComponent(id)}`, { password });
  }

  /** A page of the directory: `{users, next?}`. */
  async search(text, after) {
    const query = new URLSearchParams({ q: text, limit: '20' });
    if (after !== undefined) query.set('after', after);
    return this.rest.authorized('GET', `/users?${query}`);
  }

  /** The one user of that name, if there is. */
  async find(username) {
    return (await this.rest.authorized('GET', `/users?${new URLSearchParams({ username })}`)).users[0];
  }

  #factor(method, path, body) {
    return this.rest.authorized(method, `/users/me/second-factor${path}`, body);
  }
}
