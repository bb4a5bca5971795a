import { useId } from 'preact/hooks';
import { html } from '../html.js';
import { t } from '../strings/index.js';

/** What a group is about, in a few lines. */
export function About({ text = '' }) {
  const id = useId();
  return html`
    <div class="field">
      <label class="field__label" for=${id}>${t('about')}</label>
      <textarea class="input about" id=${id} name="about" rows="3" maxlength="1000" dir="auto" defaultValue=${text} />
    </div>
  `;
}
