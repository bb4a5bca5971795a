import { useEffect, useRef } from 'preact/hooks';
import { Field } from '../field.js';
import { html } from '../html.js';
import { explain, t } from '../strings/index.js';
import { useTask } from '../use-task.js';

/** A step that needs the password once more. `act` gets the password, and the form's other values. */
export function WithPassword({ label, danger = false, act, onCancel, children }) {
  const [run, { busy, failure }] = useTask((form) => {
    const { password, ...more } = Object.fromEntries(new FormData(form));
    return act(password, more);
  });
  const wrong = failure?.code === 'bad_credentials' ? t('error').wrong_password : undefined;
  // The keyboard goes into the field alone: what is to be pressed then comes into sight too.
  const form = useRef();
  useEffect(() => form.current.lastElementChild.scrollIntoView({ block: 'nearest' }), []);
  return html`
    <form ref=${form} class="stack" onSubmit=${(event) => (event.preventDefault(), run(event.target))}>
      ${children}
      <${Field}
        label=${t('password')}
        name="password"
        type="password"
        error=${wrong}
        autocomplete="current-password"
        maxlength="128"
        required
        autofocus
      />
      ${failure && !wrong && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <div class="dialog__buttons">
        <button type="button" class="button" onClick=${onCancel}>${t('cancel')}</button>
        <button class=${`button ${danger ? 'button--danger' : 'button--main'}`} aria-disabled=${busy}>${label}</button>
      </div>
    </form>
  `;
}
