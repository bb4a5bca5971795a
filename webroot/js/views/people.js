import { useEffect, useRef, useState } from 'preact/hooks';
import { Empty } from './empty.js';
import { html, useParts, useStore } from './html.js';
import { LoadFailure } from './load-failure.js';
import { LoadMore } from './load-more.js';
import { Person } from './person.js';
import { goTo } from './route.js';
import { SearchField } from './search-field.js';
import { contactWith } from '../state/conversations.js';
import { t } from './strings/index.js';
import { useAccount } from './use-account.js';
import { usePages, useSettled } from './use-pages.js';
import { useTask } from './use-task.js';

const AGAIN = 5_000;

/** Everybody on this server, by name; adding one opens the chat, of which `onOpen` is told. */
export function People({ name = '', onOpen, children, ...field }) {
  const account = useAccount();
  const { messenger } = useParts();
  const [text, setText] = useState(name);
  const asked = useSettled(text.trim());
  const { found, about, more, load, failure } = usePages((after) => account.search(asked, after), 'users', asked);
  const list = useRef();
  const others = found?.filter((user) => user.id !== messenger.user.id);
  useLookingAgain(load, found !== null && about === '' && asked === '' && !more);
  return html`
    <${SearchField} label=${t('searchPeople')} text=${text} list=${list} onText=${setText} ...${field} />
    ${children}
    ${failure && html`<${LoadFailure} failure=${failure} onRetry=${load} />`}
    <ul ref=${list} class="people" aria-live="polite">
      ${others?.map((user) => html`<${Candidate} key=${user.id} user=${user} onOpen=${onOpen} />`)}
    </ul>
    ${others?.length === 0 && html`<${Nobody} searched=${about !== ''} />`}
    <${LoadMore} more=${asked === text.trim() && more} />
  `;
}

/** Where all are seen at once, those who come are as well: whoever came first is not alone for ever. */
function useLookingAgain(load, few) {
  useEffect(() => {
    const timer = few && setInterval(load, AGAIN);
    return () => clearInterval(timer);
  }, [few]);
}

function Nobody({ searched }) {
  return searched
    ? html`<${Empty} title=${t('peopleNone')} text=${t('peopleNoneText')} />`
    : html`<${Empty} title=${t('peopleFirst')} text=${t('peopleFirstText')} />`;
}

function Candidate({ user, onOpen }) {
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
    <${Person} user=${user} failure=${failure}>
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
    <//>
  `;
}
