import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { faceOf, mentionsOf, unreadOf } from '../state/conversation.js';
import { blockedIn, isRefused, ordered } from '../state/conversations.js';
import { Avatar } from './avatar.js';
import { useBack } from './back-button.js';
import { Empty } from './empty.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { composes } from './keyboard.js';
import { ConversationRow } from './conversation-row.js';
import { Suggestions } from './suggestions.js';
import { t } from './strings/index.js';
import { isCalled, listOf, nameOf } from './user-names.js';

/** Everybody I talk to, the newest conversation first; requests of strangers in a folder above, so that they push nobody away. */
export function Sidebar({ chosen, onAdd, onInvite, onProfile, onSettings }) {
  const { messenger, session } = useParts();
  const user = useStore(session, (value) => value.user);
  const conversations = useStore(messenger.conversations);
  const loaded = useStore(messenger.loaded);
  const pending = useStore(messenger.outbox);
  const [filter, setFilter] = useState('');
  const shown = ordered(conversations, pending).filter((one) => isCalled(faceOf(one), filter) && !isRefused(one));
  const [within, enter] = useState(false);
  const requests = shown.filter((conversation) => conversation.status === 'request');
  const contacts = shown.filter((conversation) => conversation.status !== 'request');
  const blocked = blockedIn(conversations);
  // Where there is nothing else, or somebody is searched for, they stand in the list itself.
  const filed = requests.length > 0 && contacts.length > 0 && filter === '';
  const inside = filed && within;
  const closed = filed && !within;
  useEffect(() => {
    if (requests.length === 0 && filter === '') enter(false);
  }, [requests.length === 0, filter]);
  const onSearchKey = (event) => {
    if (event.key === 'Escape' && filter) {
      event.stopPropagation(); // it ends the search, and no more
      setFilter('');
    }
    const row = event.currentTarget.closest('.shell__side').querySelector('.row');
    if (!row || composes(event) || event.altKey || !['ArrowDown', 'Enter'].includes(event.key)) return;
    event.preventDefault();
    if (event.key === 'ArrowDown') return row.focus();
    row.click();
  };
  return html`
    <header class="bar">
      <button type="button" class="me-button" aria-label=${t('myProfile')} title=${t('myProfile')} onClick=${onProfile}>
        <${Avatar} user=${user} size="small" />
      </button>
      <h1 class="side-title">${t('chats')}</h1>
      <button type="button" class="icon-button" aria-label=${t('newChat')} title=${t('newChat')} onClick=${() => onAdd()}>
        <${Icon.AddPerson} />
      </button>
      <button type="button" class="icon-button" aria-label=${t('settings')} title=${t('settings')} onClick=${onSettings}>
        <${Icon.Gear} />
      </button>
    </header>
    ${(conversations.size > 0 || !loaded) &&
    html`<div class="side-search search" role="search">
      <${Icon.Search} />
      <input
        class="input"
        type="search"
        aria-label=${t('filter')}
        placeholder=${t('filter')}
        value=${filter}
        onInput=${(event) => setFilter(event.target.value)}
        onKeyDown=${onSearchKey}
      />
    </div>`}
    <${Suggestions} reading=${chosen > 0} />
    <nav class="list" aria-label=${t('chats')} onKeyDown=${walk} onClick=${({ target }) => target.closest('.row') && setFilter('')}>
      ${closed && html`<${Folder} requests=${requests} onOpen=${() => enter(true)} />`}
      ${inside && html`<${FolderBack} chosen=${chosen} onBack=${() => enter(false)} />`}
      ${requests.length > 0 && !closed && html`<${Rows} title=${t('requests')} rows=${requests} blocked=${blocked} chosen=${chosen} />`}
      ${requests.length > 0 && contacts.length > 0 && !closed && !inside && html`<h2 class="list__head">${t('chats')}</h2>`}
      ${contacts.length > 0 && !inside && html`<${Rows} rows=${contacts} blocked=${blocked} chosen=${chosen} />`}
      ${shown.length === 0 && html`<${NobodyHere} loaded=${loaded} filter=${filter} onAdd=${() => onAdd(filter)} onInvite=${onInvite} />`}
    </nav>
  `;
}

/** Who asks to write to me: how many, and how many of those I have not looked at. */
function Folder({ requests, onOpen }) {
  const fresh = requests.filter((one) => unreadOf(one) > 0).length;
  const names = listOf(requests.map((one) => nameOf(faceOf(one))));
  return html`
    <button type="button" class="row folder" onClick=${onOpen}>
      <span class="folder__icon"><${Icon.Requests} /></span>
      <span class="row__body">
        <span class="row__line"><span class="row__name">${t('requestCount', requests.length)}</span></span>
        <span class="row__line">
          <span class="row__preview"><span>${names}</span></span>
          ${fresh > 0 && html`<span class="badge" aria-label=${t('newRequests', fresh)}>${fresh > 99 ? '99+' : fresh}</span>`}
        </span>
      </span>
    </button>
  `;
}

/** Out of the folder, with the way back of a phone too: after that out of a chat that was opened from it. */
function FolderBack({ chosen, onBack }) {
  const element = useRef();
  const [before] = useState(chosen);
  useBack(onBack, chosen === 0 || chosen === before);
  useLayoutEffect(() => element.current.focus(), []);
  return html`<button ref=${element} type="button" class="folder-back" onClick=${onBack}><${Icon.Back} />${t('allChats')}</button>`;
}

function Rows({ title, rows, blocked, chosen }) {
  return html`
    ${title && html`<h2 class="list__head">${title}</h2>`}
    <ul>
      ${rows.map(
        (conversation) => html`
          <${ConversationRow} key=${conversation.id} conversation=${conversation} mentions=${mentionsOf(conversation, blocked)} blocked=${blocked} chosen=${conversation.id === chosen} />
        `,
      )}
    </ul>
  `;
}

/** Up and down the list with the arrow keys. */
function walk(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = event.target.closest('.row');
  if (!by || !row || event.altKey) return;
  const rows = [...event.currentTarget.querySelectorAll('.row')];
  event.preventDefault();
  rows[rows.indexOf(row) + by]?.focus();
}

function NobodyHere({ loaded, filter, onAdd, onInvite }) {
  if (!loaded) return html`<div class="empty" role="status" aria-label=${t('loading')}><div class="spinner" /></div>`;
  const found = filter ? ['noMatch', 'noMatchText'] : ['listEmpty', 'listEmptyText'];
  return html`
    <${Empty} icon=${filter ? undefined : Icon.Talk} title=${t(found[0])} text=${t(found[1])}>
      <div class=${`empty__ways ${filter ? '' : 'empty__ways--first'}`}>
        <button type="button" class="button button--main" onClick=${onAdd}>${t('newChat')}</button>
        <button type="button" class="button" onClick=${onInvite}>${t('invite')}</button>
      </div>
    <//>
  `;
}
