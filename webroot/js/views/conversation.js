import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { faceOf, leads, pinnedIn } from '../state/conversation.js';
import { unreadIn } from '../state/conversations.js';
import { Avatar } from './avatar.js';
import { Composer } from './composer.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { useGoingOn } from './keyboard.js';
import { lazy } from './lazy.js';
import { Menu } from './menu.js';
import { Messages } from './messages.js';
import Quoting from './quoting.js';
import { goToList } from './route.js';
import { useSelection } from './selection.js';
import { explain, t } from './strings/index.js';
import { lastSeen, moment } from './times.js';
import { minute } from './today.js';
import { useTask } from './use-task.js';
import { isGone, nameOf, typingIn, Username } from './user-names.js';
import { say } from './toast.js';

const ModerationBar = lazy('ModerationBar');
const ContactInfo = lazy('ContactInfo');
const DeleteQuestion = lazy('DeleteQuestion');
const ForwardDialog = lazy('ForwardDialog');
const GroupInfo = lazy('GroupInfo');
const MediaDialog = lazy('MediaDialog');
const MessageDetails = lazy('MessageDetails');
const MuteQuestion = lazy('MuteQuestion');
const ReportQuestion = lazy('ReportQuestion');
const PinnedBar = lazy('PinnedBar');
const PinnedList = lazy('PinnedList');
const Question = lazy('Question');
const ReactionPicker = lazy('ReactionPicker');
const SelectionBar = lazy('SelectionBar');
const Viewer = lazy('Viewer');

/** The open conversation: who it is, what was said, and where to write. */
export function Conversation({ id }) {
  const { messenger } = useParts();
  const conversation = useStore(messenger.conversations, (all) => all.get(id));
  const [question, setQuestion] = useState(null);
  const [asked, ask] = useState(null);
  const selection = useSelection();
  const jump = useRef(() => {});
  useGroup(conversation, messenger);
  const pinned = usePinned(conversation, messenger);
  if (!conversation) return null;
  const { contacts, groups } = messenger;
  const userId = conversation.peer?.id;
  const name = nameOf(faceOf(conversation));
  const mute = (on, until) => (userId ? contacts.mute(userId, on, until) : groups.mute(id, on, until)).then(() => say(mutedWords(on, until)), excuse);
  const act = {
    media: () => ask({ about: 'media' }),
    info: () => ask({ about: conversation.group ? 'group' : 'contact' }),
    leave: () => ask({ about: 'group', first: 'leave' }),
    accept: () => contacts.accept(userId),
    unblock: () => contacts.unblock(userId),
    mute: () => (conversation.muted ? mute(false) : ask({ about: 'mute' })),
    block: () =>
      setQuestion({
        title: t('blockTitle', name),
        text: t('blockText'),
        choices: [{ label: t('block'), danger: true, act: () => contacts.block(userId).catch(excuse) }],
      }),
    report: () => ask({ about: 'report', userId }),
    remove: () =>
      setQuestion({
        title: t('removeTitle', name),
        text: t('removeText'),
        choices: [{ label: t('remove'), danger: true, act: () => contacts.remove(userId).then(goToList, excuse) }],
      }),
  };
  return html`
    <${Head} conversation=${conversation} act=${act} />
    <div class="bars" onFocusIn=${inSight}>
      ${conversation.status === 'request' && !conversation.blocked && html`<${Ask} conversation=${conversation} act=${act} />`}
      ${leads(conversation) && html`<${ModerationBar} conversation=${conversation} looking=${asked?.about === 'group'} onOpen=${(first) => ask({ about: 'group', first })} />`}
      ${pinned.length > 0 && html`<${PinnedBar} pinned=${pinned} onJump=${(seq) => jump.current(seq)} onList=${() => ask({ about: 'pinned' })} />`}
    </div>
    <${Quoting} conversation=${conversation} />
    <${Messages} conversation=${conversation} selection=${selection} jump=${jump} onAsk=${ask} />
    ${selection.chosen
      ? html`<${SelectionBar} conversation=${conversation} me=${messenger.user} selection=${selection} onAsk=${ask} />`
      : html`<${Composer} conversation=${conversation} onUnblock=${act.unblock} onJump=${(seq) => jump.current(seq)} />`}
    ${question && html`<${Question} ...${question} onClose=${() => setQuestion(null)} />`}
    ${asked?.about === 'contact' && html`<${ContactInfo} conversation=${conversation} act=${{ ...act, unblock: () => act.unblock().catch(excuse) }} onClose=${() => ask(null)} />`}
    ${asked?.about === 'group' && html`<${GroupInfo} id=${id} first=${asked.first} userId=${asked.userId} onClose=${() => ask(null)} />`}
    ${asked?.about === 'mute' && html`<${MuteQuestion} onChoose=${(until) => mute(true, until)} onClose=${() => ask(null)} />`}
    ${asked?.about === 'delete' && html`<${DeleteQuestion} messages=${asked.messages} onDone=${selection.end} onClose=${() => ask(null)} />`}
    ${asked?.about === 'forward' && html`<${ForwardDialog} messages=${asked.messages} onDone=${selection.end} onClose=${() => ask(null)} />`}
    ${asked?.about === 'pinned' && html`<${PinnedList} conversation=${conversation} onJump=${(seq) => jump.current(seq)} onClose=${() => ask(null)} />`}
    ${asked?.about === 'react' && html`<${ReactionPicker} message=${asked.message} onClose=${() => ask(null)} />`}
    ${asked?.about === 'report' && html`<${ReportQuestion} conversation=${conversation} seq=${asked.seq} userId=${asked.userId} onClose=${() => ask(null)} />`}
    ${asked?.about === 'media' && html`<${MediaDialog} conversation=${conversation} onJump=${(seq) => jump.current(seq)} onClose=${() => ask(null)} />`}
    ${asked?.about === 'view' && html`<${Viewer} conversation=${conversation} message=${asked.message} file=${asked.file} onClose=${() => ask(null)} />`}
    ${asked?.about === 'details' && html`<${MessageDetails} conversation=${conversation} message=${asked.message} onClose=${() => ask(null)} />`}
  `;
}

/** What is reached with the keyboard is seen whole. */
function inSight({ target }) {
  target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Of a group what the list does not tell, and the names of those who wrote. */
function useGroup(conversation, { groups, connected }) {
  const { id, group, messages } = conversation ?? {};
  const online = useStore(connected, ({ status }) => status === 'online');
  useEffect(() => {
    if (!group || !online) return;
    groups.look(id).catch(() => {});
    groups.renew(id);
  }, [online]);
  useEffect(() => {
    if (group && online) groups.introduce([id]);
  }, [online, messages]);
}

/** What is pinned, of which far up a device hears nothing while it is away. */
function usePinned(conversation, messenger) {
  const { id, messages } = conversation ?? {};
  const online = useStore(messenger.connected, ({ status }) => status === 'online');
  useEffect(() => {
    if (id && online) messenger.lookForPins(id).catch(() => {});
  }, [online]);
  return useMemo(() => (messages ? pinnedIn(conversation) : []), [messages]);
}

function Head({ conversation, act }) {
  const [open, setOpen] = useState(false);
  const { peer, group } = conversation;
  const name = html`<bdi>${nameOf(faceOf(conversation))}</bdi>`;
  const items = (group ? groupItems : itemsFor)(conversation, act);
  return html`
    <header class="bar talk-head">
      <button type="button" class="icon-button back" aria-label=${t('back')} onClick=${goToList}>
        <${Icon.Back} /><${Elsewhere} id=${conversation.id} />
      </button>
      <${Avatar} user=${faceOf(conversation)} size="small" />
      <div class="talk-head__who">
        <div class="talk-head__line">
          <h2 class="talk-head__name"><button type="button" class="talk-head__info" onClick=${act.info}>${name}</button></h2>
          ${peer && html`<span class="talk-head__username"><${Username} user=${peer} /></span>`}
        </div>
        <${State} conversation=${conversation} />
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label=${t('options')}
        aria-haspopup="menu"
        aria-expanded=${open}
        onClick=${() => setOpen(!open)}
      >
        <${Icon.More} />
      </button>
      ${open && html`<${Menu} label=${t('options')} items=${items} onClose=${() => setOpen(false)} />`}
    </header>
  `;
}

function itemsFor({ peer, blocked, muted, status }, act) {
  if (peer.self) return [mediaItem(act), { label: t('remove'), icon: Icon.Trash, danger: true, act: act.remove }];
  const gone = isGone(peer);
  return [
    { label: t('contactInfo'), icon: Icon.Info, act: act.info },
    mediaItem(act),
    !gone && muteItem(muted, act),
    blocked && { label: t('unblock'), icon: Icon.Block, act: () => act.unblock().catch(excuse) },
    !blocked && !gone && { label: t('block'), icon: Icon.Block, act: act.block },
    !gone && { label: t('report'), icon: Icon.Flag, act: act.report },
    { label: t(status === 'request' ? 'deleteRequest' : 'removeContact'), icon: Icon.RemovePerson, danger: true, act: act.remove },
  ].filter(Boolean);
}

function groupItems({ group, muted }, act) {
  return [
    { label: t(group.kind === 'channel' ? 'channelInfo' : 'groupInfo'), icon: Icon.Info, act: act.info },
    mediaItem(act),
    muteItem(muted, act),
    { label: t('leave'), icon: Icon.RemovePerson, danger: true, act: act.leave },
  ];
}

function mediaItem({ media }) {
  return { label: t('media'), icon: Icon.Picture, act: media };
}

function mutedWords(on, until) {
  if (!on) return t('nowLoud');
  return until ? t('mutedUntil', moment(Date.parse(until))) : t('nowMuted');
}

function muteItem(muted, act) {
  return { label: t(muted ? 'unmute' : 'mute'), icon: muted ? Icon.Bell : Icon.Mute, act: act.mute };
}

/** How many messages wait in other chats: on a phone the list is out of sight. */
function Elsewhere({ id }) {
  const { messenger } = useParts();
  const count = useStore(messenger.conversations, (all) => unreadIn(all, id));
  return count > 0 && html`<span class="badge" aria-label=${t('unread', count)}>${count > 99 ? '99+' : count}</span>`;
}

/** Typing before presence before last seen; of those who do not share it, nothing. */
function State({ conversation }) {
  const { messenger } = useParts();
  const typing = useStore(messenger.typing, (ids) => ids.get(conversation.id));
  const away = useStore(messenger.away);
  useStore(minute); // "just now" is not for ever
  const { peer } = conversation;
  const [text, live] = peer && isGone(peer) ? ['', false] : stateOf(conversation, typing, away);
  return text && html`<p class=${`talk-head__state ${live ? 'talk-head__state--live' : ''}`}>${text}</p>`;
}

function stateOf(conversation, typing, away) {
  const { online, lastSeen: seen, group } = conversation;
  if (away) return [t('notConnected'), false];
  if (typing) return [typingIn(conversation, typing), true];
  if (group) return [t('memberCount', group.memberCount), false];
  if (online) return [t('online'), true];
  return [seen ? lastSeen(seen) : '', false];
}

/** Somebody who is not in my contacts wrote to me. */
function Ask({ conversation, act }) {
  const [accept, { busy, failure }] = useTask(act.accept);
  const element = useGoingOn();
  const gone = isGone(conversation.peer);
  return html`
    <div ref=${element} class="ask">
      <p class="ask__text">${failure ? explain(failure) : t('requestText', nameOf(conversation.peer))}</p>
      <div class="ask__choices">
        ${!gone && html`<button type="button" class="button button--small" onClick=${act.block}>${t('block')}</button>`}
        <button type="button" class="button button--small" onClick=${act.remove}>${t('deleteRequest')}</button>
        ${!gone &&
        html`<button type="button" class="button button--small button--main" aria-disabled=${busy} onClick=${accept}>${t('accept')}</button>`}
      </div>
    </div>
  `;
}

/** A button that did nothing can be pressed again. */
function excuse(failure) {
  say(explain(failure));
}
