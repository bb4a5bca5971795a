import { Component } from 'preact';
import { useState } from 'preact/hooks';
import { tickOf } from '../state/conversation.js';
import { html, useParts } from './html.js';
import { Icon } from './icons.js';
import { Menu } from './menu.js';
import { explain, t } from './strings/index.js';
import { Tick } from './tick.js';
import { clock, moment } from './times.js';

const LONG = 1_600;

/** One message; drawn again only when something of it changed. */
export class Said extends Component {
  shouldComponentUpdate(next) {
    const [a, b] = [this.props.item, next.item];
    return (
      a.message !== b.message && (!a.message.pending || a.message.error !== b.message.error || !b.message.pending)
    ) || a.opens !== b.opens || a.closes !== b.closes || state(this.props) !== state(next);
  }

  render({ item, conversation, onDelete }) {
    const { message, mine, opens, closes } = item;
    const classes = ['said', mine && 'said--mine', opens && 'said--opens', closes && 'said--closes', message.error && 'said--failed'];
    return html`
      <li class=${classes.filter(Boolean).join(' ')} data-seq=${message.seq}>
        <${Bubble} item=${item} conversation=${conversation} onDelete=${onDelete} />
      </li>
      ${message.error && html`<${Failed} message=${message} />`}
    `;
  }
}

function Bubble({ item, conversation, onDelete }) {
  const { message, mine, time } = item;
  const [menu, setMenu] = useState(null);
  const openMenu = (event) => {
    if (message.pending) return;
    event.preventDefault();
    setMenu({ up: event.currentTarget.getBoundingClientRect().bottom > innerHeight * 0.6 });
  };
  const onTap = (event) => matchMedia('(hover: none)').matches && !event.target.closest('button') && openMenu(event);
  return html`
    <div class="bubble" onContextMenu=${openMenu} onClick=${onTap}>
      <span class="unseen">${mine ? t('saidByMe') : t('saidBy', conversation.peer.displayName)}</span>
      <${Words} message=${message} />
      <span class="bubble__meta">
        <time datetime=${new Date(time).toISOString()} title=${moment(time)}>${clock(time)}</time>
        ${mine && !message.deleted && html`<${Tick} state=${state({ item, conversation })} error=${message.error} />`}
      </span>
    </div>
    ${!message.pending &&
    html`<button
      type="button"
      class="icon-button said__more"
      aria-label=${t('messageOptions')}
      aria-haspopup="menu"
      aria-expanded=${menu !== null}
      onClick=${openMenu}
    >
      <${Icon.Down} />
    </button>`}
    ${menu && html`<${Menu} label=${t('messageOptions')} items=${actions(message, onDelete)} up=${menu.up} onClose=${() => setMenu(null)} />`}
  `;
}

function Words({ message }) {
  const [whole, setWhole] = useState(false);
  if (message.deleted) return html`<span class="bubble__text bubble__text--gone">${t('deleted')}</span>`;
  const long = message.text.length > LONG || lines(message.text) > 24;
  return html`
    <span class=${`bubble__text ${long && !whole ? 'bubble__text--clipped' : ''}`} dir="auto">${message.text}</span>
    ${long &&
    html`<button type="button" class="link bubble__more" onClick=${() => setWhole(!whole)}>${t(whole ? 'less' : 'more')}</button>`}
  `;
}

/** What the server refused: why, and what to do. */
function Failed({ message }) {
  const { messenger } = useParts();
  return html`
    <li class="failed" role="alert">
      <span>${t('failed', explain(message.error))}</span>
      <button type="button" class="link" onClick=${() => messenger.outbox.retry(message.clientId)}>${t('retry')}</button>
      <button type="button" class="link" onClick=${() => messenger.outbox.discard(message.clientId)}>${t('discard')}</button>
    </li>
  `;
}

function actions(message, onDelete) {
  const copy = { label: t('copy'), icon: Icon.Copy, act: () => navigator.clipboard?.writeText(message.text) };
  const remove = { label: t('delete'), icon: Icon.Trash, danger: true, act: () => onDelete(message) };
  return message.deleted ? [remove] : [copy, remove];
}

function state({ item: { message, mine }, conversation }) {
  if (!mine) return '';
  if (message.error) return 'failed';
  return message.pending ? 'pending' : tickOf(conversation, message);
}

function lines(text) {
  return text.split('\n').length;
}
