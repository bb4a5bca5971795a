import { html } from './html.js';
import { explain, t } from './strings/index.js';

/** Why something to be shown could not be fetched, and the next try. */
export function Missed({ failure, onRetry }) {
  return html`
    <p class="notice" role="alert">
      ${explain(failure)}${' '}<button type="button" class="link" onClick=${() => onRetry()}>${t('retry')}</button>
    </p>
  `;
}
