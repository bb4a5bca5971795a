import { useRef, useState } from 'preact/hooks';
import { faceOf } from '../state/conversation.js';
import { ordered } from '../state/conversations.js';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';
import { Empty } from './empty.js';
import { html, useParts, useStore } from './html.js';
import { goTo, useOpenConversation } from './route.js';
import { SearchField } from './search-field.js';
import { explain, t } from './strings/index.js';
import { useTask } from './use-task.js';
import { isAnswerable, isCalled, nameOf, Username } from './user-names.js';
import { say } from './toast.js';

const MOST = 20;
/** The chat with oneself, where it is not there yet. */
const NOT_YET = 0;

/** To which chats messages are sent on; the newest first, after the notes. */
export default function ForwardDialog({ messages, onDone = () => {}, onClose }) {
  const { messenger } = useParts();
  const open = useOpenConversation();
  const places = placesIn(useStore(messenger.conversations), messenger.user);
  const [text, setText] = useState('');
  const [chosen, choose] = useState([]);
  const list = useRef();
  const shown = places.filter(({ face }) => isCalled(face, text));
  const [send, { busy, failure }] = useTask(async () => {
    const ids = await Promise.all(chosen.map((id) => (id === NOT_YET ? messenger.contacts.self() : id)));
    messenger.forward(messages, ids);
    onDone();
    onClose();
    if (ids.length === 1 && ids[0] !== open) goTo(ids[0]);
    else say(t('forwardedTo', ids.length));
  });
  const toggle = (id, on) => choose(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return html`
    <${Dialog} title=${t('forwardTitle', messages.length)} tall onClose=${onClose}>
      <${SearchField} label=${t('filter')} text=${text} list=${list} autofocus onText=${setText} />
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <ul ref=${list} class="people">
        ${shown.map(({ id, face }) => {
          const on = chosen.includes(id);
          return html`<${Place} key=${id} face=${face} on=${on} full=${!on && chosen.length >= MOST} onChoose=${(is) => toggle(id, is)} />`;
        })}
      </ul>
      ${shown.length === 0 && html`<${Empty} title=${t('noMatch')} text=${t('forwardNoneText')} />`}
      ${chosen.length > 0 &&
      html`<div class="steps__next">
        <button type="button" class="button button--main button--wide" aria-disabled=${busy} onClick=${send}>${t('forwardTo', chosen.length)}</button>
      </div>`}
    <//>
  `;
}

function Place({ face, on, full, onChoose }) {
  return html`
    <li>
      <label class="person person--pick">
        <${Avatar} user=${face} size="small" />
        <span class="person__who">
          <span class="person__name"><bdi>${nameOf(face)}</bdi></span>
          ${face.username && html`<span class="person__detail faint"><${Username} user=${face} /></span>`}
        </span>
        <input class="pick" type="checkbox" checked=${on} disabled=${full} onChange=${(event) => onChoose(event.target.checked)} />
      </label>
    </li>
  `;
}

/** Where one may write. */
function placesIn(conversations, me) {
  const open = ordered(conversations, []).filter((one) => isAnswerable(one) && one.status !== 'request');
  const places = open.map((one) => ({ id: one.id, face: faceOf(one) }));
  const notes = places.find(({ face }) => face.self) ?? { id: NOT_YET, face: { ...me, self: true } };
  return [notes, ...places.filter((place) => place !== notes)];
}
