import { Component } from 'preact';
import { faceOf, personOf, previewOf, tickOf, unreadOf } from '../state/conversation.js';
import { plainOf } from '../state/plain-text.js';
import { Avatar } from './avatar.js';
import { wordsFor } from './group-event.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { hrefOf, openFromList } from './route.js';
import { inShort } from './message-summary.js';
import { languageTag, t } from './strings/index.js';
import { Tick } from './tick.js';
import { shortTime } from './times.js';
import { today } from './today.js';
import { BotMark, Named, nameOf, typingIn } from './user-names.js';

const SHOWN = 120;

/** One line of the list; drawn again only when its own conversation changed, whom I block, or the day. */
export class ConversationRow extends Component {
  shouldComponentUpdate(next) {
    const { conversation, chosen, mentions, blocked } = this.props;
    return next.conversation !== conversation || next.chosen !== chosen || next.mentions !== mentions || next.blocked !== blocked || this.language !== languageTag() || this.today !== today.value;
  }

  render({ conversation, chosen, mentions, blocked }) {
    this.language = languageTag();
    this.today = today.value;
    const { id } = conversation;
    const unread = unreadOf(conversation, blocked);
    return html`
      <li>
        <a
          class=${`row ${unread > 0 ? 'row--unread' : ''}`}
          href=${hrefOf(id)}
          aria-current=${chosen ? 'page' : undefined}
          onClick=${(event) => openFromList(event, id)}
        >
          <${Avatar} user=${faceOf(conversation)} online=${conversation.online} />
          <span class="row__body"><${Lines} conversation=${conversation} unread=${unread} mentions=${mentions} chosen=${chosen} /></span>
        </a>
      </li>
    `;
  }
}

function Lines({ conversation, unread, mentions, chosen }) {
  const { messenger } = useParts();
  const waiting = useStore(messenger.outbox, (all) => all.findLast((item) => item.conversationId === conversation.id));
  const typing = useStore(messenger.typing, (ids) => ids.get(conversation.id));
  const away = useStore(messenger.away, (why) => why !== '');
  const draft = useStore(messenger.drafts, () => unsent(messenger.drafts, conversation.id));
  const message = waiting ? { ...messenger.shown(waiting), senderId: messenger.user.id } : previewOf(conversation);
  const time = message && !waiting && Date.parse(message.sentAt);
  return html`
    <span class="row__line">
      <span class="row__name"><bdi>${nameOf(faceOf(conversation))}</bdi></span><${BotMark} user=${conversation.peer} />
      ${conversation.muted && html`<span class="row__muted" role="img" aria-label=${t('muted')} title=${t('muted')}><${Icon.MutedSmall} /></span>`}
      ${conversation.online && !away && html`<span class="unseen">${t('online')}</span>`}
      ${time && html`<time class="row__time" datetime=${new Date(time).toISOString()}>${shortTime(time)}</time>`}
    </span>
    <span class="row__line">
      ${typing
        ? html`<span class="row__preview row__preview--typing"><span>${typingIn(conversation, typing)}</span></span>`
        : draft && !chosen
          ? html`<${Draft} text=${draft} />`
          : html`<${Preview} conversation=${conversation} message=${message} me=${messenger.user.id} />`}
      ${mentions > 0 && html`<span class=${`badge ${conversation.muted || conversation.notify === 'nothing' ? 'badge--quiet' : ''}`} aria-label=${t('unreadMentions', mentions)}>@${mentions > 1 && (mentions > 99 ? '99+' : mentions)}</span>`}
      ${unread > 0 && html`<span class=${`badge ${conversation.muted || conversation.notify !== 'all' ? 'badge--quiet' : ''}`} aria-label=${t('unread', unread)}>${unread > 999 ? '999+' : unread}</span>`}
    </span>
  `;
}

function Preview({ conversation, message, me }) {
  const { messenger } = useParts();
  if (message?.event && conversation.group) return html`<span class="row__preview row__preview--none"><span>${wordsFor(message, conversation)}</span></span>`;
  const words = message && !messenger.conversations.isFolded(message) && inShort(message, SHOWN, message.excerpt);
  if (!words) return html`<span class="row__preview row__preview--none"><span>${t(whyEmpty(message))}</span></span>`;
  return html`
    <span class="row__preview">
      ${message.senderId === me && html`<${Tick} state=${stateOf(conversation, message)} />`}
      <span dir="auto">${saidIn(conversation, message, words)}</span>
    </span>
  `;
}

/** In a group with the name of whoever said it. */
function saidIn(conversation, { senderId }, words) {
  if (!conversation.group || senderId === conversation.me) return words;
  return html`<${Named} name=${nameOf(personOf(conversation, senderId))} words=${words} />`;
}

function whyEmpty(message) {
  if (!message) return 'noMessages';
  if (inShort(message, SHOWN)) return 'folded';
  return message.deleted ? 'deletedPreview' : 'unknownMessage';
}

/** What was written and not sent, else what files were chosen. */
function unsent(drafts, id) {
  const files = drafts.fileCount(id);
  return drafts.of(id).trim() || (files > 0 ? t(files > 1 ? 'filesSaid' : 'file', files) : '');
}

function Draft({ text }) {
  return html`
    <span class="row__preview">
      <span class="row__draft">${t('draft')}</span>${' '}
      <span dir="auto">${plainOf(text, SHOWN)}</span>
    </span>
  `;
}

function stateOf(conversation, message) {
  if (message.error) return 'failed';
  return message.seq ? tickOf(conversation, message) : 'pending';
}
