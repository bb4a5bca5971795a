import { useEffect, useState } from 'preact/hooks';
import { html } from '../html.js';
import { LoadFailure } from '../load-failure.js';
import { t } from '../strings/index.js';
import { useAccount } from '../use-account.js';
import { useTask } from '../use-task.js';
import { Passkeys } from './passkeys.js';
import { RecoveryCodes } from './recovery-codes.js';
import { Totp } from './totp.js';
import { WithPassword } from './with-password.js';

/** What is asked for besides the password: codes of an app, passkeys, and recovery codes for the day they are lost. */
export function SecondFactor() {
  const account = useAccount();
  const [factor, setFactor] = useState(null);
  const [codes, setCodes] = useState([]);
  const [load, { failure }] = useTask(async () => setFactor(await account.secondFactor()));
  useEffect(() => {
    load();
  }, []);
  const changed = (fresh = []) => {
    setCodes(fresh);
    load();
  };
  if (codes.length > 0) return html`<${RecoveryCodes} codes=${codes} onDone=${() => setCodes([])} />`;
  if (failure) return html`<${LoadFailure} failure=${failure} onRetry=${load} />`;
  if (!factor) return null;
  const on = factor.totp || factor.passkeys.length > 0;
  return html`
    <p class="faint intro">${t('secondFactorText')}</p>
    <${Totp} on=${factor.totp} onChanged=${changed} />
    ${factor.passkeysAvailable && account.passkeys.available && html`<${Passkeys} passkeys=${factor.passkeys} onChanged=${changed} />`}
    ${on && html`<${Recovery} left=${factor.recoveryCodes} onChanged=${changed} />`}
  `;
}

function Recovery({ left, onChanged }) {
  const account = useAccount();
  const [asking, ask] = useState(false);
  return html`
    <section class="section stack">
      <h3 class="section__title">${t('recoveryCodes')}</h3>
      <p class="faint">${t('recoveryLeft', left)}</p>
      ${asking
        ? html`<${WithPassword}
            label=${t('recoveryRenew')}
            act=${async (password) => onChanged(await account.renewRecoveryCodes(password))}
            onCancel=${() => ask(false)}
          />`
        : html`<button type="button" class="button" onClick=${() => ask(true)}>${t('recoveryRenew')}</button>`}
    </section>
  `;
}
