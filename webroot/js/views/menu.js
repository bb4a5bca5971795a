import { useLayoutEffect } from 'preact/hooks';
import { html } from './html.js';
import { step, usePopup } from './use-popup.js';

/** A list of actions below what opened it. `items`: `{label, icon, danger?, act}`. */
export function Menu({ label, items, up = false, onClose }) {
  const [element, giveBack] = usePopup(onClose);
  useLayoutEffect(() => moveIntoSight(element.current), []);
  // A dialog that opens gives the focus back to what had it, which is not to be the menu.
  const choose = (item) => {
    giveBack();
    onClose();
    item.act();
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
    <div ref=${element} class=${`menu ${up ? 'menu--up' : ''}`} role="menu" aria-label=${label} onKeyDown=${onKeyDown}>
      ${items.map(
        (item) => html`
          <button
            type="button"
            role="menuitem"
            class=${`menu__item ${item.danger ? 'menu__item--danger' : ''}`}
            onClick=${() => choose(item)}
          >
            <${item.icon} />${item.label}
          </button>
        `,
      )}
    </div>
  `;
}

/** Beside a message that fills the screen there is no room: then it stands over it. */
function moveIntoSight(menu) {
  const area = menu.closest('.scroller')?.getBoundingClientRect();
  if (!area) return;
  const { top, bottom } = menu.getBoundingClientRect();
  const up = Math.max(0, bottom - area.bottom);
  menu.style.translate = `0 ${Math.max(area.top - top, -up)}px`;
}
