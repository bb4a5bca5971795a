import { mayPost, personOf } from '../state/conversation.js';
import { isFoundBy } from '../state/text-match.js';
import { html } from './html.js';
import { languageTag, t } from './strings/index.js';

/** The server calls an account that was deleted so; nobody can take such a name. */
const GONE = /^deleted~\d+$/;

/** As many as are named at once. */
const MOST_NAMES = 4;

/** What somebody is called, in the language of the page; of whom nothing is known yet is not called anything. */
export function nameOf(user) {
  if (!user) return '…';
  if (user.self) return t('notes');
  return isGone(user) ? t('deletedAccount') : user.displayName ?? user.username ?? '';
}

/** Several names as a sentence has them, and how many more there are. */
export function listOf(names, unnamed = 0) {
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length - shown.length + unnamed;
  const listed = more > 0 ? [...shown, t('others', more)] : shown;
  return new Intl.ListFormat(languageTag()).format(listed);
}

/** In a line that is `dir=auto`: it runs as the words do, however the name does, so that their beginning is in sight. */
export function Named({ name, words }) {
  return html`<bdi>${name}</bdi>${t('announce', '', words)}`;
}

/** That somebody is typing; in a group, who. */
export function typingIn(conversation, userIds) {
  const people = conversation.group ? [...userIds].map((id) => personOf(conversation, id)).filter(Boolean) : [];
  return people.length > 0 ? t('announce', listOf(people.map(nameOf)), t('typing', people.length)) : t('typing', 1);
}

/** Whether what one does there reaches somebody. */
export function isReachable({ peer, blocked }) {
  return !blocked && !(peer && isGone(peer));
}

/** Whether I may write there. */
export function isAnswerable(conversation) {
  return isReachable(conversation) && mayPost(conversation);
}

/** Whether a search finds somebody, by what they are called on this page too. */
export function isCalled(user, text) {
  return isFoundBy({ ...user, displayName: nameOf(user) }, text);
}

/** The name by which somebody is found. It reads from left to right in every language. */
export function Username({ user }) {
  return isGone(user) || user.self ? null : html`<bdi dir="ltr">@${user.username}</bdi><${BotMark} user=${user} />`;
}

/** Beside the name of whoever is no person. */
export function BotMark({ user }) {
  return user?.bot && !isGone(user) ? html`<span class="bot">${t('bot')}</span>` : null;
}

export function isGone({ username }) {
  return GONE.test(username);
}
