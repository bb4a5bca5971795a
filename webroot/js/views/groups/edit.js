import { Field } from '../field.js';
import { html } from '../html.js';
import { PictureChoice } from '../picture-choice.js';
import { explain, t } from '../strings/index.js';
import { useTask } from '../use-task.js';
import { About } from './about.js';
import { useGroupCommands } from './use-group-commands.js';

/** What a group is called, what it is about, and its picture. */
export function Edit({ conversation: { id, group } }) {
  const commands = useGroupCommands();
  const [save, { busy, failure, done }] = useTask((changes) => commands.update(id, changes));
  const onSubmit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    save({ title: form.get('title').trim(), about: form.get('about').trim() });
  };
  const told = failure?.fields?.title;
  return html`
    <div class="section">
      <${PictureChoice} face=${group} onChoose=${(image) => commands.setPicture(id, image)} onRemove=${() => commands.removePicture(id)} />
    </div>
    <form class="section stack" onSubmit=${onSubmit}>
      <${Field}
        label=${t('groupTitle')}
        name="title"
        defaultValue=${group.displayName}
        error=${told && explain({ code: 'invalid', fields: { told } })}
        autocomplete="off"
        maxlength="100"
        required
      />
      <${About} text=${group.about ?? ''} />
      <button class="button button--main" aria-disabled=${busy}>${t('save')}</button>
      ${failure && !told && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <p class=${done ? 'notice notice--good' : 'unseen'} role="status">${done && t('saved')}</p>
    </form>
  `;
}
