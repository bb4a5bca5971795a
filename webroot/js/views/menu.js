import { html } from './html.js';
import { step, usePopup } from './use-popup.js';

/**
 * A list of actions below what opened it; where there is little room, a sheet over the page. `items`: `{label, icon, danger?,
 * act}`, `head(close)` what stands above them, `at` where
 * what opened it stands, if that is within something larger.
 */
export function Menu({ label, items, head, up = false, at, onClose }) {
  const [element, giveBack] = usePopup(onClose, at);
  // A dialog that opens gives the focus back to what had it, which is not to be the menu.
  const close = (act) => () => {
    giveBack();
    onClose();
    act();
  };
  const onKeyDown = (event) => {
    const move = {
      ArrowDown: () => step(element.current, 1),
      ArrowUp: () => step(element.current, -1),
      Escape: onClose,
      Tab: onClose,
    }[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };
  return html`
    <div class="menu-scrim" />
    <div ref=${element} class=${`menu ${up ? 'menu--up' : ''}`} onKeyDown=${onKeyDown}>
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
