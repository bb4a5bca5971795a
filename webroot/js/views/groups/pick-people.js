import { useRef, useState } from 'preact/hooks';
import { ordered } from '../../state/conversations.js';
import { isFoundBy } from '../../state/text-match.js';
import { Avatar } from '../avatar.js';
import { Empty } from '../empty.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { LoadFailure } from '../load-failure.js';
import { LoadMore } from '../load-more.js';
import { SearchField } from '../search-field.js';
import { t } from '../strings/index.js';
import { useAccount } from '../use-account.js';
import { usePages, useSettled } from '../use-pages.js';
import { isGone, nameOf, Username } from '../user-names.js';

const MOST = 100;

/** Some of one's contacts, or of all people here. `chosen` are users, `there` the ids of those who need no choosing. */
export function PickPeople({ chosen, there, onChoose }) {
  const account = useAccount();
  const { messenger } = useParts();
  const contacts = useStore(messenger.conversations, contactsIn(useRef()));
  const [text, setText] = useState('');
  const asked = useSettled(text.trim());
  const { found, about, more, load, failure } = usePages((after) => (asked ? account.search(asked, after) : { users: [] }), 'users', asked);
  const list = useRef();
  const mine = contacts.filter((user) => isFoundBy(user, text));
  const others = about === text.trim() ? found.filter((user) => user.id !== messenger.user.id && !mine.some(({ id }) => id === user.id)) : [];
  const users = [...mine, ...others];
  const choose = (user, on) => onChoose(on ? [...chosen, user] : chosen.filter(({ id }) => id !== user.id));
  return html`
    <${SearchField} label=${t('searchPeople')} text=${text} list=${list} autofocus onText=${setText} />
    ${chosen.length > 0 &&
    html`<ul class="chosen" aria-label=${t('chosenPeople')}>
      ${chosen.map(
        (user) => html`<li key=${user.id}>
          <button type="button" class="chosen__one" aria-label=${t('unchoose', nameOf(user))} onClick=${() => choose(user, false)}>
            <bdi>${nameOf(user)}</bdi><${Icon.Close} />
          </button>
        </li>`,
      )}
    </ul>`}
    ${failure && html`<${LoadFailure} failure=${failure} onRetry=${load} />`}
    <ul ref=${list} class="people">
      ${users.map((user) => {
        const on = chosen.some(({ id }) => id === user.id);
        return html`<${Candidate} key=${user.id} user=${user} on=${on} there=${there?.has(user.id)} full=${!on && chosen.length >= MOST} onChoose=${choose} />`;
      })}
    </ul>
    ${users.length === 0 && about === text.trim() && html`<${Nobody} searched=${about !== ''} />`}
    <${LoadMore} more=${more} />
  `;
}

function Candidate({ user, on, there, full, onChoose }) {
  return html`
    <li>
      <label class="person person--pick">
        <${Avatar} user=${user} size="small" />
        <span class="person__who">
          <span class="person__name"><bdi>${nameOf(user)}</bdi></span>
          <span class="person__detail faint">${there ? t('alreadyThere') : html`<${Username} user=${user} />`}</span>
        </span>
        <input class="pick" type="checkbox" checked=${on || there} disabled=${full || there} onChange=${(event) => onChoose(user, event.target.checked)} />
      </label>
    </li>
  `;
}

function Nobody({ searched }) {
  return searched
    ? html`<${Empty} title=${t('peopleNone')} text=${t('peopleNoneText')} />`
    : html`<${Empty} title=${t('pickNobody')} text=${t('pickNobodyText')} />`;
}

/** Those one has as contacts, the newest conversation first; the same list as long as it is of the same people. */
function contactsIn(last) {
  return (all) => {
    const users = ordered(all, [])
      .filter(({ peer, status, blocked }) => peer && !peer.self && status === 'contact' && !blocked && !isGone(peer))
      .map(({ peer }) => peer);
    const same = last.current?.length === users.length && users.every((user, i) => user === last.current[i]);
    if (!same) last.current = users;
    return last.current;
  };
}
