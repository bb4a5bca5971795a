import { html } from './html.js';
import { Icon } from './icons.js';
import { useGoingOn } from './keyboard.js';
import { t } from './strings/index.js';

/** Something quiet above the list that the user may do now, or never. */
export function Suggestion({ icon, text, action, onAct, onClose }) {
  const element = useGoingOn();
  return html`
    <aside ref=${element} class="suggestion">
      <${icon} />
      <p class="suggestion__text">${text}</p>
      <button type="button" class="link" onClick=${onAct}>${action}</button>
      ${onClose &&
      html`<button type="button" class="icon-button suggestion__close" aria-label=${t('notNow')} onClick=${onClose}>
        <${Icon.Close} />
      </button>`}
    </aside>
  `;
}
