import { html } from './html.js';

/** Says why there is nothing here, and what to do. */
export function Empty({ icon, title, text, children }) {
  return html`
    <div class="empty">
      ${icon && html`<div class="empty__picture"><${icon} /></div>`}
      <h2 class="empty__title">${title}</h2>
      ${text && html`<p class="empty__text">${text}</p>`}
      ${children}
    </div>
  `;
}
