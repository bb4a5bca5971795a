import { html } from './html.js';
import { t } from './strings/index.js';

/** The way to the next page of a list, where there is one; null: not even the first is there. */
export function LoadMore({ more }) {
  if (more === null) return html`<div class="spinner spinner--late" role="status" aria-label=${t('loading')} />`;
  return more && html`<div class="people__more"><button type="button" class="button" onClick=${more}>${t('more')}</button></div>`;
}
