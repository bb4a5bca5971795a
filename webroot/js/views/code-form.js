import { Field } from './field.js';
import { html, useParts } from './html.js';
import { explain, t } from './strings/index.js';
import { useTask } from './use-task.js';

/** The second step of logging in. `challenge` is what the server asks: `{challenge, methods, passkey?}`. */
export default function CodeForm({ challenge, onCancel }) {
  const { session } = useParts();
  const { methods, passkey } = challenge;
  const [enter, { busy, failure }] = useTask(async (work) => {
    try {
      await work();
    } catch (refused) {
      if (refused.code === 'invalid_challenge') onCancel(); // too late: from the start again
      throw refused;
    }
  });
  const onSubmit = (event) => {
    event.preventDefault();
    const code = new FormData(event.target).get('code').trim();
    enter(() => session.loginWithCode(challenge.challenge, code));
  };
  const withKey = passkey && session.passkeys.available;
  return html`
    <form class="entrance__form" onSubmit=${onSubmit}>
      ${withKey &&
      html`<button
        type="button"
        class="button button--main button--wide"
        aria-disabled=${busy}
        onClick=${() => enter(() => session.loginWithPasskey(challenge.challenge, passkey))}
      >
        ${t('passkeyUse')}
      </button>`}
      <${Field}
        label=${t('code')}
        name="code"
        hint=${t(methods.includes('totp') ? 'codeHint' : 'recoveryHint')}
        error=${failure && isAboutCode(failure) ? explain(failure) : undefined}
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck=${false}
        maxlength="40"
        required
        autofocus
      />
      ${failure && !isAboutCode(failure) && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <button class=${`button button--wide ${withKey ? '' : 'button--main'}`} aria-disabled=${busy}>${t('logIn')}</button>
      <button type="button" class="link" onClick=${onCancel}>${t('backToLogIn')}</button>
    </form>
  `;
}

/** Whether a failure tells what is wrong with the code that was typed, rather than why it could not be tried. */
export function isAboutCode({ code }) {
  return code === 'wrong_code' || code === 'invalid';
}
