import { personOf } from '../state/conversation.js';
import { html } from './html.js';
import { t } from './strings/index.js';
import { listOf, nameOf } from './user-names.js';

/** What has happened to a group, as a quiet line between the messages. */
export function GroupEvent({ item: { key, message }, conversation, onJump }) {
  const words = wordsFor(message, conversation);
  const { seq } = message.event;
  return html`
    <li class="happened" data-key=${key} data-seq=${message.seq}>
      ${seq > 0 ? html`<button type="button" class="happened__link" onClick=${() => onJump(seq)}>${words}</button>` : words}
    </li>
  `;
}

/** The same in words. */
export function wordsFor({ event: { type, userId, userIds = [], title } }, conversation) {
  const name = (id, own) => (id === conversation.me ? t(own) : nameOf(personOf(conversation, id)));
  const words = t('happened')[type];
  return words ? words(name(userId, 'you'), listOf(userIds.map((id) => name(id, 'youToo'))), title) : t('unknownMessage');
}
