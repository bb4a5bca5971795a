import { html } from './html.js';
import { explain, t } from './strings/index.js';

/** Why something to be shown could not be fetched, `otherwise` where no server said it, and the next try. */
export function LoadFailure({ failure, otherwise, onRetry }) {
  return html`
    <p class="notice" role="alert">
      ${explain(failure, otherwise)}${' '}<button type="button" class="link" onClick=${() => onRetry()}>${t('retry')}</button>
    </p>
  `;
}
