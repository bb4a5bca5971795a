import { html } from './html.js';
import { step, usePopup } from './use-popup.js';

const KEYS = { ArrowDown: (menu) => step(menu, 1), ArrowUp: (menu) => step(menu, -1) };

/**
 * A list of actions below what opened it; where there is little room, a sheet over the page. `items`: `{label, icon, danger?,
 * act}`, `head(close)` what stands above them.
 */
export function Menu({ label, items, head, up = false, at, onClose }) {
  const [popup, close] = usePopup(onClose, KEYS, at);
  return html`
    <div class="menu-scrim" />
    <div ...${popup} class=${`menu ${up ? 'menu--up' : ''}`}>
      ${head && html`<div class="menu__head">${head(close)}</div>`}
      <div role="menu" aria-label=${label}>
        ${items.map(
          (item) => html`
            <button type="button" role="menuitem" class=${`menu__item ${item.danger ? 'menu__item--danger' : ''}`} onClick=${close(item.act)}>
              <${item.icon} />${item.label}
            </button>
          `,
        )}
      </div>
    </div>
  `;
}
