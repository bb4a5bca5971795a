import { useState } from 'preact/hooks';
import { useHeldOpen } from '../dialog.js';
import { html } from '../html.js';
import { t } from '../strings/index.js';

/** Shown once, and so until somebody says to have kept them. */
export function RecoveryCodes({ codes, onDone }) {
  useHeldOpen();
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard?.writeText(codes.join('\n')).then(() => setCopied(true), () => {});
  return html`
    <section class="section stack">
      <h3 class="section__title">${t('recoveryCodes')}</h3>
      <p>${t('recoveryText')}</p>
      <ul class="codes">
        ${codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ul>
      <div class="dialog__buttons">
        <button type="button" class="button" onClick=${copy}>${t(copied ? 'copied' : 'copyAll')}</button>
        <button type="button" class="button button--main" onClick=${onDone}>${t('recoveryDone')}</button>
      </div>
    </section>
  `;
}
