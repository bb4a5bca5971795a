import { useEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Empty } from './empty.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { composes } from './keyboard.js';
import { Missed } from './missed.js';
import { goTo } from './route.js';
import { contactWith } from '../state/conversations.js';
import { explain, t } from './strings/index.js';
import { useAccount } from './use-account.js';
import { useTask } from './use-task.js';
import { Username } from './who.js';

const PAUSE = 200;

/** Everybody on this server, by name; adding one opens the chat, of which `onOpen` is told. */
export function People({ name = '', onOpen, ...field }) {
  const account = useAccount();
  const { messenger } = useParts();
  const [text, setText] = useState(name);
  const [found, setFound] = useState(null);
  const asked = useRef(0);
  const list = useRef();
  const [search, { failure }] = useTaskOf(async (query, after) => {
    const turn = ++asked.current;
    const page = await account.search(query, after);
    if (turn !== asked.current) return; // somebody typed on
    setFound((before) => ({ query, users: after ? [...before.users, ...page.users] : page.users, next: page.next }));
  });
  useEffect(() => {
    const timer = setTimeout(() => search(text.trim()), found ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [text]);
  const others = found?.users.filter((user) => user.id !== messenger.user.id);
  const toList = (event) => {
    if (composes(event) || !['ArrowDown', 'Enter'].includes(event.key)) return;
    event.preventDefault();
    list.current.querySelector('button')?.focus();
  };
  return html`
    <div class="search">
      <${Icon.Search} />
      <input
        class="input"
        type="search"
        aria-label=${t('searchPeople')}
        placeholder=${t('searchPeople')}
        autocapitalize="none"
        autocomplete="off"
        spellcheck=${false}
        maxlength="64"
        value=${text}
        onInput=${(event) => setText(event.target.value)}
        onKeyDown=${toList}
        ...${field}
      />
    </div>
    ${failure && html`<${Missed} failure=${failure} onRetry=${() => search(text.trim())} />`}
    <ul ref=${list} class="people" aria-live="polite">
      ${others?.map((user) => html`<${Person} key=${user.id} user=${user} onOpen=${onOpen} />`)}
    </ul>
    ${others?.length === 0 && html`<${Nobody} searched=${found.query !== ''} />`}
    ${found?.next !== undefined &&
    found.query === text.trim() &&
    html`<div class="people__more">
      <button type="button" class="button" onClick=${() => search(found.query, found.next)}>${t('more')}</button>
    </div>`}
  `;
}

function Nobody({ searched }) {
  return searched
    ? html`<${Empty} title=${t('peopleNone')} text=${t('peopleNoneText')} />`
    : html`<${Empty} title=${t('peopleFirst')} text=${t('peopleFirstText')} />`;
}

function Person({ user, onOpen }) {
  const { messenger } = useParts();
  const there = useStore(messenger.conversations, (all) => contactWith(all, user.id));
  const [add, { busy, failure }] = useTask(async () => {
    goTo(await messenger.contacts.add(user.username));
    onOpen?.();
  });
  const open = () => {
    goTo(there);
    onOpen?.();
  };
  return html`
    <li class="person">
      <${Avatar} user=${user} size="small" />
      <div class="person__who">
        <p class="person__name"><bdi>${user.displayName}</bdi></p>
        <p class="person__detail faint">${failure ? explain(failure) : html`<${Username} user=${user} />`}</p>
      </div>
      ${there
        ? html`<button type="button" class="button button--small" aria-label=${t('openNamed', user.displayName)} onClick=${open}>
            ${t('open')}
          </button>`
        : html`<button
            type="button"
            class="button button--small button--main"
            aria-label=${t('addNamed', user.displayName)}
            aria-disabled=${busy}
            onClick=${add}
          >
            ${t('add')}
          </button>`}
    </li>
  `;
}

/** A search may start while another runs; the newest counts. */
function useTaskOf(work) {
  const [failure, setFailure] = useState(null);
  const run = (...given) =>
    work(...given).then(
      () => setFailure(null),
      (error) => setFailure(error),
    );
  return [run, { failure }];
}
