import { useState } from 'preact/hooks';
import { isAboutCode } from '../code-form.js';
import { copied } from '../clipboard.js';
import { Field } from '../field.js';
import { html } from '../html.js';
import { Qr } from '../qr.js';
import { explain, t } from '../strings/index.js';
import { useAccount } from '../use-account.js';
import { useTask } from '../use-task.js';
import { WithPassword } from './with-password.js';

/** Codes of an authenticator app: on, off, and the way between. */
export function Totp({ on, onChanged }) {
  const account = useAccount();
  const [asking, ask] = useState(false);
  const [begun, setBegun] = useState(null);
  const cancel = () => {
    ask(false);
    setBegun(null);
  };
  const end = async (password) => {
    await account.endTotp(password);
    cancel();
    onChanged();
  };
  const begin = async (password) => setBegun(await account.beginTotp(password));
  return html`
    <section class="section stack">
      <h3 class="section__title">${t('totp')}</h3>
      ${!begun && html`<p class="faint">${t(on ? 'totpOn' : 'totpText')}</p>`}
      ${!asking &&
      html`<button type="button" class=${`button ${on ? 'button--quiet-danger' : ''}`} onClick=${() => ask(true)}>
        ${t(on ? 'turnOff' : 'totpBegin')}
      </button>`}
      ${asking && on && html`<${WithPassword} label=${t('turnOff')} danger act=${end} onCancel=${cancel} />`}
      ${asking && !on && !begun && html`<${WithPassword} label=${t('next')} act=${begin} onCancel=${cancel} />`}
      ${begun && !on && html`<${Confirm} begun=${begun} onCancel=${cancel} onDone=${(codes) => (cancel(), onChanged(codes))} />`}
    </section>
  `;
}

function Confirm({ begun, onCancel, onDone }) {
  const account = useAccount();
  const [confirm, { busy, failure }] = useTask(async (form) =>
    onDone(await account.confirmTotp(new FormData(form).get('code').replace(/\s/g, ''))),
  );
  const [word, setWord] = useState('');
  const copy = () => copied(begun.secret).then((done) => setWord(done ? 'copied' : 'copyFailed'));
  return html`
    <form class="stack" onSubmit=${(event) => (event.preventDefault(), confirm(event.target))}>
      <p>${t('totpScan')}</p>
      <${Qr} text=${begun.uri} label=${t('totpScan')} />
      <p class="faint">${t('totpSecret')} <code class="secret" dir="ltr">${begun.secret.match(/.{1,4}/g).join(' ')}</code></p>
      <div class="beside">
        <a class="button button--small" href=${begun.uri}>${t('totpHere')}</a>
        <button type="button" class="button button--small" onClick=${copy}>${t(word || 'totpCopy')}</button>
      </div>
      <${Field}
        label=${t('code')}
        name="code"
        error=${failure && isAboutCode(failure) ? explain(failure) : undefined}
        inputmode="numeric"
        autocomplete="one-time-code"
        maxlength="9"
        required
        autofocus
      />
      ${failure && !isAboutCode(failure) && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <div class="dialog__buttons">
        <button type="button" class="button" onClick=${onCancel}>${t('cancel')}</button>
        <button class="button button--main" aria-disabled=${busy}>${t('turnOn')}</button>
      </div>
    </form>
  `;
}
