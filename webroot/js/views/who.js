import { html } from './html.js';
import { t } from './strings/index.js';

/** The server calls an account that was deleted so; nobody can take such a name. */
const GONE = /^deleted~\d+$/;

/** What somebody is called, in the language of the page. */
export function nameOf(user) {
  return isGone(user) ? t('deletedAccount') : user.displayName ?? user.username ?? '';
}

/** The name by which somebody is found. It reads from left to right in every language. */
export function Username({ user }) {
  return isGone(user) ? null : html`<bdi dir="ltr">@${user.username}</bdi>`;
}

export function isGone({ username }) {
  return GONE.test(username);
}
