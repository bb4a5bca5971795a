import { useState } from 'preact/hooks';
import { deviceName } from '../../state/device-name.js';
import { Field } from '../field.js';
import { html } from '../html.js';
import { t } from '../strings/index.js';
import { moment } from '../times.js';
import { WithPassword } from './with-password.js';
import { useAccount } from '../use-account.js';

/** Keys that a device or the browser keeps. */
export function Passkeys({ passkeys, onChanged }) {
  const account = useAccount();
  const [adding, add] = useState(false);
  const act = async (password, { name }) => {
    const codes = await account.addPasskey(password, name.trim());
    add(false);
    onChanged(codes);
  };
  return html`
    <section class="section stack">
      <h3 class="section__title">${t('passkeys')}</h3>
      <p class="faint">${t('passkeysText')}</p>
      <ul>
        ${passkeys.map((passkey) => html`<${Passkey} key=${passkey.id} passkey=${passkey} onRemoved=${onChanged} />`)}
      </ul>
      ${adding
        ? html`<${WithPassword} label=${t('passkeyAdd')} act=${act} onCancel=${() => add(false)}>
            <${Field} label=${t('passkeyName')} name="name" value=${deviceName(navigator.userAgent)} maxlength="64" required />
          <//>`
        : html`<button type="button" class="button" onClick=${() => add(true)}>${t('passkeyAdd')}</button>`}
    </section>
  `;
}

function Passkey({ passkey, onRemoved }) {
  const account = useAccount();
  const [asking, ask] = useState(false);
  const remove = async (password) => {
    await account.removePasskey(passkey.id, password);
    onRemoved();
  };
  return html`
    <li class="person">
      <div class="person__who">
        <p class="person__name"><bdi>${passkey.name}</bdi></p>
        <p class="person__detail faint">${usedAt(passkey)}</p>
      </div>
      <button type="button" class="button button--small button--quiet-danger" onClick=${() => ask(true)}>${t('remove')}</button>
    </li>
    ${asking && html`<li><${WithPassword} label=${t('remove')} danger act=${remove} onCancel=${() => ask(false)} /></li>`}
  `;
}

function usedAt({ createdAt, lastUsedAt }) {
  return lastUsedAt ? t('lastUsed', moment(Date.parse(lastUsedAt))) : t('passkeyMade', moment(Date.parse(createdAt)));
}
