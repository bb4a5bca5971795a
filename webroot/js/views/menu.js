import { useLayoutEffect, useRef } from 'preact/hooks';
import { useBack } from './back.js';
import { html } from './html.js';
import { useOutside } from './outside.js';

/** A list of actions below what opened it. `items`: `{label, icon, danger?, act}`. */
export function Menu({ label, items, up = false, onClose }) {
  const element = useRef();
  const opener = useRef();
  const giveBack = () => opener.current.isConnected && opener.current.focus({ preventScroll: true });
  useLayoutEffect(() => {
    opener.current = document.activeElement;
    element.current.querySelector('button')?.focus({ preventScroll: true });
    return giveBack;
  }, []);
  // A dialog that opens gives the focus back to what had it, which is not to be the menu.
  const choose = (item) => {
    giveBack();
    onClose();
    item.act();
  };
  useOutside((target) => element.current?.contains(target), onClose);
  useBack(onClose);
  const step = (by) => {
    const buttons = [...element.current.querySelectorAll('button')];
    buttons[(buttons.indexOf(document.activeElement) + by + buttons.length) % buttons.length].focus();
  };
  const onKeyDown = (event) => {
    const move = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Escape: onClose, Tab: onClose }[event.key];
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
