import { html } from './html.js';
import { t } from './strings/index.js';

/** The way to the next page of a list, where there is one. */
export function More({ more }) {
  return more && html`<div class="people__more"><button type="button" class="button" onClick=${more}>${t('more')}</button></div>`;
}
