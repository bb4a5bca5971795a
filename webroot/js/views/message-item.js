import { Component } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { mentionedBy, personOf, tickOf } from '../state/conversation.js';
import { albumOf, filesOf, isSeen } from '../state/files.js';
import { answersNothing, reactionsTo, repliedIn, wordsOf } from '../state/message.js';
import { endsLeft, isFewEmoji } from '../state/text.js';
import { Avatar, hueOf } from './avatar.js';
import { ReactionChips } from './reaction-chips.js';
import { FilesIn } from './files-in.js';
import { useGestures } from './gestures.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { goOn, hasKeyboard } from './keyboard.js';
import { lazy } from './lazy.js';
import { Menu } from './menu.js';
import { actionsOf, answer } from './message-actions.js';
import { Quote } from './quote.js';
import { RichText } from './rich-text.js';
import { explain, languageTag, t } from './strings/index.js';
import { Tick } from './tick.js';
import { clock, moment } from './times.js';
import { today } from './today.js';
import { BotMark, isAnswerable, isReachable, nameOf } from './user-names.js';

const ReactionBar = lazy('ReactionBar');
const QuickReactions = lazy('QuickReactions');

/** What a press on a message is meant for. */
const PRESSED = 'button, a, pre, video, audio, [role=button], [role=slider]';
const LONG = 1_600;
const NEWS = 2_500;
const MOST_LINES = 24;

/** One message; drawn again only when something of it changed, or the day. */
export class MessageItem extends Component {
  shouldComponentUpdate(next) {
    const [a, b] = [this.props, next];
    return (
      !sameMessage(a.item.message, b.item.message) ||
      a.item.opens !== b.item.opens ||
      a.item.closes !== b.item.closes ||
      a.selecting !== b.selecting ||
      a.selected !== b.selected ||
      state(a) !== state(b) ||
      writerOf(a) !== writerOf(b) ||
      a.folded !== b.folded ||
      a.cited !== b.cited ||
      citedWriterOf(a) !== citedWriterOf(b) ||
      a.foldsCited !== b.foldsCited ||
      ((b.item.message.reactions || b.item.message.mentions) && a.conversation.people !== b.conversation.people) ||
      isAnswerable(a.conversation) !== isAnswerable(b.conversation) ||
      isReachable(a.conversation) !== isReachable(b.conversation) ||
      this.language !== languageTag() ||
      this.today !== today.value
    );
  }

  render({ item, had, conversation, folded, selecting, selected, selection, ...more }) {
    this.language = languageTag();
    this.today = today.value;
    this.isNews ??= cameJustNow(item, had);
    this.known ??= new Set(reactionsTo(item.message).map(({ emoji }) => emoji));
    const { key, message, mine, opens, closes } = item;
    const writer = conversation.group && !mine && writerOf(this.props);
    const choosable = selecting && !message.pending;
    const classes = [
      'said',
      mine && 'said--mine',
      this.isNews && 'said--news',
      opens && 'said--opens',
      closes && 'said--closes',
      message.error && 'said--failed',
      choosable && 'said--choosable',
      selected && 'said--chosen',
    ];
    const choose = (event) => {
      event.preventDefault();
      event.stopPropagation();
      selection.toggle(message.seq, event.shiftKey);
    };
    return html`
      <li class=${classes.filter(Boolean).join(' ')} data-key=${key} data-seq=${message.seq} onClickCapture=${choosable ? choose : undefined}>
        ${selecting && html`<${Choice} chosen=${selected} disabled=${message.pending} />`}
        ${conversation.group && !mine && html`<span class="said__face" onClick=${() => writer && more.onAsk({ about: 'group', userId: writer.id })}>${writer && closes && html`<${Avatar} user=${writer} size="tiny" />`}</span>`}
        <${Bubble} item=${item} known=${this.known} conversation=${conversation} folded=${folded} selecting=${selecting} selection=${selection} ...${more} />
      </li>
      ${message.error ? html`<${Failed} message=${message} />` : message.waits && html`<li class="happened" role="status">${explain(message.waits)}</li>`}
    `;
  }
}

function Choice({ chosen, disabled }) {
  return html`
    <input class="said__choice" type="checkbox" aria-label=${t('select')} checked=${chosen} disabled=${disabled} />
  `;
}

function Bubble({ item, known, conversation, folded, cited, foldsCited, selecting, selection, onAsk, onGrow, onJump }) {
  const { message, mine, opens } = item;
  const writer = writerOf({ item, conversation });
  const { messenger } = useParts();
  const [menu, setMenu] = useState(null);
  const [reacting, setReacting] = useState(null);
  const [unfolded, unfold] = useState(false);
  const bubble = useRef();
  const place = (event) => ({ up: hasMoreRoomAbove(bubble.current), at: event && pressed(event) });
  const there = message.seq && !message.deleted && !selecting;
  const reply = there && isAnswerable(conversation) && (() => answer(messenger, message));
  const react = there && isReachable(conversation) && (() => setReacting(place()));
  const fingers = useGestures({ onHold: !selecting && (() => setMenu(place())), onSwipe: reply });
  const openMenu = (event) => {
    if (hasKeyboard() && event.target.closest('a')) return; // the browser's own menu opens and copies links
    event.preventDefault();
    if (event.type !== 'contextmenu' || event.pointerType !== 'touch') setMenu(place(event));
  };
  const onTap = (event) => matchMedia('(hover: none)').matches && !event.target.closest(PRESSED) && openMenu(event);
  const onDblClick = (event) => react && hasKeyboard() && !event.target.closest(PRESSED) && react();
  const hidden = folded && !unfolded;
  const replied = hidden || message.deleted ? 0 : repliedIn(message);
  const origin = !hidden && !message.deleted && message.forwarded;
  const files = hidden ? [] : filesOf(message);
  const seen = files.filter(isSeen);
  const pictured = seen.length > 0 && !albumOf(seen).small && 'bubble--pictured';
  const bare = pictured && wordsOf(message) === '' && reactionsTo(message).length === 0 && files.every(isSeen) && 'bubble--bare';
  const big = !folded && !origin && isFewEmoji(wordsOf(message));
  const alone = big && replied === 0 && files.length === 0 && !message.error;
  const classes = ['bubble', pictured, bare, big && 'bubble--big', alone && 'bubble--alone', replied > 0 && 'bubble--reply'];
  return html`
    <div ref=${bubble} class=${classes.filter(Boolean).join(' ')} onContextMenu=${openMenu} onClick=${onTap} onDblClick=${onDblClick} ...${fingers}>
      <span class="unseen">${mine ? t('saidByMe') : t('saidBy', nameOf(writer))}</span>
      ${opens && !mine && conversation.group && html`<p class=${`said__name ${writer ? hueOf(writer) : ''}`} aria-hidden="true"><bdi>${nameOf(writer)}</bdi><${BotMark} user=${writer} /></p>`}
      ${replied > 0 && html`<${Quote} conversation=${conversation} seq=${replied} cited=${cited} folded=${foldsCited} onJump=${onJump} />`}
      ${origin && html`<${Origin} forwarded=${origin} me=${messenger.user.id} />`}
      ${hidden
        ? html`<span class="bubble__text bubble__text--gone">${t('folded')}</span>${' '}<button type="button" class="link" onClick=${() => unfold(true)}>${t('show')}</button>`
        : html`${files.length > 0 && html`<${FilesIn} message=${message} files=${files} conversation=${conversation} onAsk=${onAsk} />`}<${Words} message=${message} conversation=${conversation} onGrow=${onGrow} onAsk=${onAsk} />`}
      <${Foot} item=${item} conversation=${conversation} known=${known} words=${hidden || message.deleted ? '' : wordsOf(message)} />
    </div>
    ${reply &&
    html`<button type="button" class="icon-button said__reply" tabindex="-1" aria-label=${t('reply')} title=${t('reply')} onClick=${reply}>
      <${Icon.Reply} />
    </button>`}
    <button
      type="button"
      class="icon-button said__more"
      aria-label=${t('messageOptions')}
      aria-haspopup="menu"
      aria-expanded=${menu !== null}
      onClick=${openMenu}
    >
      <${Icon.Down} />
    </button>
    ${menu &&
    html`<${Options} message=${message} selection=${selection} react=${react} up=${menu.up} at=${menu.at} onAsk=${onAsk} onClose=${() => setMenu(null)} />`}
    ${reacting &&
    html`<${ReactionBar}
      message=${message}
      up=${reacting.up}
      onMore=${() => onAsk({ about: 'react', message })}
      onClose=${() => setReacting(null)}
    />`}
  `;
}

function Options({ message, up, at, react, onClose, ...more }) {
  const { messenger } = useParts();
  const saved = useStore(messenger.saved, () => messenger.saved.has(message));
  const online = useStore(messenger.connected, ({ status }) => status === 'online');
  useEffect(() => {
    if (online) messenger.saved.look(message.conversationId);
  }, [online]);
  const touched = react && !hasKeyboard();
  const onMore = () => more.onAsk({ about: 'react', message });
  const head = (close) => html`<div role="group" aria-label=${t('react')}><${QuickReactions} message=${message} onMore=${onMore} close=${close} /></div>`;
  const items = actionsOf({ message, messenger, saved, react: !touched && react, ...more });
  return html`<${Menu} label=${t('messageOptions')} items=${items} head=${touched && head} up=${up} at=${at} onClose=${onClose} />`;
}

/** Where the words come from that were written elsewhere. */
function Origin({ forwarded: { user, title }, me }) {
  const name = title ?? nameOf(user);
  return html`<p class="bubble__origin"><${Icon.Forward} /><span>${user?.id === me ? t('forwardedFromYou') : t('forwardedFrom', name)}</span></p>`;
}

/** What people have reacted with, and when it was said. */
function Foot({ item, conversation, known, words }) {
  const { message, mine, time } = item;
  const isAcross = words !== '' && !isLong(words) && endsLeft(words) !== (t('direction') === 'rtl');
  const meta = html`
    <span class=${`bubble__meta ${isAcross ? 'bubble__meta--across' : ''}`}>
      ${message.pinned && html`<span class="bubble__pin" role="img" aria-label=${t('pinnedMark')} title=${t('pinnedMark')}><${Icon.Pin} /></span>`}
      ${message.editedAt && html`<span class="bubble__edited" title=${moment(Date.parse(message.editedAt))}>${t('editedMark')}</span>`}
      <${Time} time=${time} waits=${message.pending} />
      ${mine && !message.deleted && html`<${Tick} state=${state({ item, conversation })} error=${message.error} />`}
    </span>
  `;
  if (reactionsTo(message).length === 0) return meta;
  return html`<div class="bubble__foot"><${ReactionChips} message=${message} conversation=${conversation} known=${known} />${meta}</div>`;
}

/** The server says when a message was sent: until then there is only room for it. */
function Time({ time, waits }) {
  if (waits) return html`<span class="bubble__no-time" aria-hidden="true">${clock(time)}</span>`;
  return html`<time datetime=${new Date(time).toISOString()} title=${moment(time)}>${clock(time)}</time>`;
}

function Words({ message, conversation, onGrow, onAsk }) {
  const { user } = useParts().messenger;
  const [whole, setWhole] = useState(false);
  const long = !message.deleted && isLong(wordsOf(message));
  const [text, cut] = useCut(long && !whole);
  const people = useMemo(() => mentionedBy(conversation, message, user), [message.mentions, conversation.people]);
  const me = message.senderId === user.id ? 0 : user.id;
  const onPerson = ({ id }) => onAsk({ about: 'group', userId: id });
  const toggle = () => {
    onGrow();
    setWhole(!whole);
  };
  if (message.deleted) return html`<span class="bubble__text bubble__text--gone">${t('deleted')}</span>`;
  const words = wordsOf(message);
  if (!words && filesOf(message).length > 0) return null;
  if (!words) return html`<span class="bubble__text bubble__text--gone">${t('unknownMessage')}</span>`;
  const clipped = long && !whole;
  return html`
    <div ref=${text} class=${`bubble__text ${long ? 'bubble__text--long' : ''} ${clipped ? 'bubble__text--clipped' : ''} ${clipped && cut ? 'bubble__text--cut' : ''}`}><${RichText} text=${words} people=${people} me=${me} onPerson=${onPerson} /></div>
    ${long &&
    (whole || cut) &&
    html`<button type="button" class="link bubble__more" onClick=${toggle}>${t(whole ? 'less' : 'more')}</button>`}
  `;
}

/** Whether something of a text does not fit, which its width decides: `[ref, cut]`. */
function useCut(clipped) {
  const element = useRef();
  const [cut, setCut] = useState(true);
  useLayoutEffect(() => {
    if (!clipped || !element.current) return undefined;
    const look = () => setCut(element.current.scrollHeight > element.current.clientHeight);
    const observer = new ResizeObserver(look);
    observer.observe(element.current);
    look();
    return () => observer.disconnect();
  }, [clipped]);
  return [element, cut];
}

function isLong(words) {
  return words.length > LONG || words.split('\n').length > MOST_LINES;
}

/** What the server refused: why, and what to do. */
function Failed({ message }) {
  const { outbox } = useParts().messenger;
  const alone = answersNothing(message);
  const act = (what) => {
    what.call(outbox, message.clientId);
    goOn();
  };
  return html`
    <li class="failed" role="alert">
      <span>${t('failed', alone ? t('answeredGone') : explain(message.error))}</span>
      ${alone
        ? html`<button type="button" class="link" onClick=${() => act(outbox.retryAlone)}>${t('sendAlone')}</button>`
        : html`<button type="button" class="link" onClick=${() => act(outbox.retry)}>${t('retry')}</button>`}
      <button type="button" class="link" onClick=${() => act(outbox.discard)}>${t('discard')}</button>
    </li>
  `;
}

function citedWriterOf({ cited, conversation }) {
  return cited && personOf(conversation, cited.senderId);
}

/** What was pressed, or where: beside it opens what one wanted. */
function pressed({ type, currentTarget, clientX: left, clientY: top }) {
  return type === 'contextmenu' ? { left, top, bottom: top } : currentTarget.getBoundingClientRect();
}

function hasMoreRoomAbove(bubble) {
  const { top, bottom } = bubble.getBoundingClientRect();
  const area = bubble.closest('.scroller').getBoundingClientRect();
  return top - area.top > area.bottom - bottom;
}

/** What was said while one looks comes in; what was there already, up to a seq, or is loaded, stands there. */
function cameJustNow({ message, time }, had) {
  return message.pending === true || (message.seq > had && Date.now() - time < NEWS);
}

function writerOf({ item: { message }, conversation }) {
  return personOf(conversation, message.senderId);
}

/** One that waits is a new object each time that the outbox changes. */
function sameMessage(a, b) {
  return a === b || (a.pending && b.pending && a.clientId === b.clientId && a.error === b.error && a.waits === b.waits && a.attached === b.attached && a.source === b.source);
}

function state({ item: { message, mine }, conversation }) {
  if (!mine) return '';
  if (message.error) return 'failed';
  return message.pending ? 'pending' : tickOf(conversation, message);
}
