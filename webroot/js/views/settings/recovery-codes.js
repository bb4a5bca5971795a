import { useState } from 'preact/hooks';
import { copied } from '../clipboard.js';
import { useHeldOpen } from '../dialog.js';
import { html } from '../html.js';
import { t } from '../strings/index.js';

/** Shown once, and so until somebody says to have kept them. */
export function RecoveryCodes({ codes, onDone }) {
  useHeldOpen();
  const [word, setWord] = useState(null);
  const copy = () => copied(codes.join('\n')).then((done) => setWord(done ? 'copied' : 'copyFailed'));
  return html`
    <section class="section stack">
      <h3 class="section__title">${t('recoveryCodes')}</h3>
      <p>${t('recoveryText')}</p>
      <ul class="codes">
        ${codes.map((code) => html`<li><code>${code}</code></li>`)}
      </ul>
      <div class="dialog__buttons">
        <button type="button" class="button" onClick=${copy}>${t(word === 'copied' ? word : 'copyAll')}</button>
        <button type="button" class="button button--main" onClick=${onDone}>${t('recoveryDone')}</button>
      </div>
      ${word === 'copyFailed' && html`<p class="notice" role="alert">${t(word)}</p>`}
    </section>
  `;
}
