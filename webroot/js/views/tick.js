import { html } from './html.js';
import { Icon } from './icons.js';
import { explain, t } from './strings/index.js';

const ICONS = { pending: Icon.Clock, sent: Icon.Check, delivered: Icon.Checks, read: Icon.Checks, failed: Icon.Warning };

/** How far a message of mine has come: `pending`, `sent`, `delivered`, `read` or `failed`. */
export function Tick({ state, error }) {
  const text = state === 'failed' ? t('failed', explain(error ?? 'other')) : t(state);
  return html`
    <span class=${`tick tick--${state}`} role="img" aria-label=${text} title=${text}><${ICONS[state]} /></span>
  `;
}
