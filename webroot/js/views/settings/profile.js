import { Field } from '../field.js';
import { html, useParts, useStore } from '../html.js';
import { PictureChoice } from '../picture-choice.js';
import { explain, t } from '../strings/index.js';
import { useAccount } from '../use-account.js';
import { useTask } from '../use-task.js';
import { Username } from '../user-names.js';

/** Picture and name. */
export function Profile() {
  const account = useAccount();
  const { session } = useParts();
  const user = useStore(session, (value) => value.user);
  const [save, { busy, failure, done }] = useTask((name) => account.rename(name));
  const onSubmit = (event) => {
    event.preventDefault();
    save(new FormData(event.target).get('displayName').trim());
  };
  return html`
    <div class="section">
      <${PictureChoice} face=${user} onChoose=${(image) => account.setPicture(image)} onRemove=${() => account.removePicture()} />
    </div>
    <form class="section stack" onSubmit=${onSubmit}>
      <p class="faint">${t('username')} · <${Username} user=${user} /></p>
      <${Field}
        label=${t('displayName')}
        name="displayName"
        defaultValue=${user.displayName}
        error=${failure && !failure.passes && explain(failure)}
        autocomplete="name"
        maxlength="64"
        required
      />
      <button class="button button--main" aria-disabled=${busy}>${t('save')}</button>
      ${failure?.passes && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <p class=${done ? 'notice notice--good' : 'unseen'} role="status">${done && t('saved')}</p>
    </form>
  `;
}
