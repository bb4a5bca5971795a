import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from '../dialog.js';
import { Field } from '../field.js';
import { html, useParts, useStore } from '../html.js';
import { PictureChoice } from '../picture-choice.js';
import { goTo } from '../route.js';
import { explain, t } from '../strings/index.js';
import { useTask } from '../use-task.js';
import { listOf, nameOf } from '../user-names.js';
import { About } from './about.js';
import { Choice } from './choice.js';
import { InviteLink } from './invite-link.js';
import { PickPeople } from './pick-people.js';
import { useGroupCommands } from './use-group-commands.js';

/** A new group or channel in three steps: with whom, what it is called, and what is left to do. */
export default function NewGroup({ onClose }) {
  const [people, setPeople] = useState([]);
  const [named, setNamed] = useState(false);
  const [made, setMade] = useState(null);
  const back = named && !made && (() => setNamed(false));
  const step = made ? 3 : named ? 2 : 1;
  // What was made is what one wants to see, however one leaves.
  const close = () => {
    onClose();
    if (made) goTo(made.id);
  };
  return html`
    <${Dialog} title=${made ? made.title : t('newGroup')} tall back=${t('stepBack')} onBack=${back || undefined} onClose=${close}>
      <div class="stack">
        <p class="faint">${t('step', step, 3)}</p>
        ${step === 1 && html`<${People} chosen=${people} onChoose=${setPeople} onNext=${() => setNamed(true)} />`}
        ${step === 2 && html`<${Naming} people=${people} onMade=${setMade} />`}
        ${step === 3 && html`<${Done} made=${made} people=${people} onOpen=${close} />`}
      </div>
    <//>
  `;
}

function People({ chosen, onChoose, onNext }) {
  return html`
    <p>${t('newGroupPeople')}</p>
    <div><${PickPeople} chosen=${chosen} onChoose=${onChoose} /></div>
    <div class="steps__next">
      <button type="button" class="button button--main button--wide" onClick=${onNext}>
        ${chosen.length > 0 ? t('nextWith', chosen.length) : t('nextAlone')}
      </button>
    </div>
  `;
}

function Naming({ people, onMade }) {
  const commands = useGroupCommands();
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState('group');
  const [picture, setPicture] = useState(null);
  const preview = usePreview(picture);
  const [make, { busy, failure }] = useTask(async (about) => {
    const { id, skipped } = await commands.create({ kind, title: title.trim(), about, userIds: people.map((user) => user.id) });
    // The group is there: its picture can be chosen once more.
    const pictured = !picture || (await commands.setPicture(id, picture).then(() => true, () => false));
    onMade({ id, kind, title: title.trim(), skipped, pictured });
  });
  const onSubmit = (event) => {
    event.preventDefault();
    make(new FormData(event.target).get('about').trim());
  };
  const face = { id: 0, username: '', displayName: title, kind };
  const told = failure?.fields ?? {};
  return html`
    <form class="stack" onSubmit=${onSubmit}>
      <${PictureChoice} face=${face} preview=${preview} onChoose=${setPicture} onRemove=${() => setPicture(null)} />
      <${Field}
        label=${t('groupTitle')}
        name="title"
        value=${title}
        onInput=${(event) => setTitle(event.target.value)}
        error=${told.title && explain({ code: 'invalid', fields: { title: told.title } })}
        autocomplete="off"
        maxlength="100"
        required
        autofocus
      />
      <${About} />
      <${Choice}
        label=${t('groupKind')}
        name="kind"
        value=${kind}
        choices=${[
          ['group', t('kindGroup')],
          ['channel', t('kindChannel')],
        ]}
        hint=${t(kind === 'group' ? 'kindGroupText' : 'kindChannelText')}
        onChoose=${setKind}
      />
      ${failure && !told.title && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <button class="button button--main button--wide" aria-disabled=${busy}>${t('create')}</button>
    </form>
  `;
}

function Done({ made, people, onOpen }) {
  const { messenger } = useParts();
  const count = useStore(messenger.conversations, (all) => all.get(made.id)?.group?.memberCount ?? 1);
  const main = useRef();
  useEffect(() => main.current.focus(), []);
  const left = people.filter(({ id }) => made.skipped.includes(id)).map(nameOf);
  return html`
    <div class="stack">
      <p role="status">${t('groupMade', t('memberCount', count))}</p>
      ${left.length > 0 && html`<p class="notice">${t('notAdded', listOf(left))}</p>`}
      ${!made.pictured && html`<p class="notice">${t('pictureLeft')}</p>`}
      <button type="button" class="button button--main button--wide" ref=${main} onClick=${onOpen}>${t('invitedThere')}</button>
      <${InviteLink} id=${made.id} />
    </div>
  `;
}

/** An address under which the page itself has the picture. */
function usePreview(picture) {
  const [url, setUrl] = useState();
  useEffect(() => {
    const made = picture && URL.createObjectURL(picture);
    setUrl(made);
    return () => made && URL.revokeObjectURL(made);
  }, [picture]);
  return url;
}
