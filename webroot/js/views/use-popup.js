import { useLayoutEffect, useRef } from 'preact/hooks';
import { useBack } from './back-button.js';
import { useOutside } from './use-outside-press.js';

const MARGIN = 8;

/**
 * For what opens over the page: it takes the keyboard and gives it back, and closes by a press beside it, by Back, Escape and Tab.
 * Gives what its element needs, and `close(act)` for what is chosen in it.
 *
 * @param keys what else it does, by their names
 * @param at where what opened it stands, if that is within something larger
 */
export function usePopup(onClose, keys, at) {
  const element = useRef();
  const opener = useRef();
  // Unless what was chosen has taken the focus elsewhere.
  const hasFocus = () => document.activeElement === document.body || element.current?.contains(document.activeElement);
  const giveBack = () => hasFocus() && opener.current?.isConnected && opener.current.focus({ preventScroll: true });
  useLayoutEffect(() => {
    opener.current = document.activeElement;
    const uncover = bringIntoSight(element.current, at);
    element.current.querySelector('button')?.focus({ preventScroll: true });
    return () => (uncover(), giveBack());
  }, []);
  useOutside((target) => element.current?.contains(target), onClose);
  useBack(onClose);
  const onKeyDown = (event) => {
    const act = { Escape: () => onClose(), Tab: () => onClose(), ...keys }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act(element.current);
  };
  // A dialog that opens gives the focus back to what had it, which is not to be within the popup.
  const close = (act) => () => {
    giveBack();
    onClose();
    act();
  };
  return [{ ref: element, onKeyDown }, close];
}

/** Where there is too little room beside what opened it, it lies over that; what is higher than all the room scrolls. */
function bringIntoSight(popup, at) {
  if (getComputedStyle(popup).position === 'fixed') return liftAbove(popup);
  const area = popup.closest('.scroller')?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
  const [top, bottom] = [area.top + MARGIN, area.bottom - MARGIN];
  popup.style.maxHeight = `${bottom - top}px`;
  const box = popup.getBoundingClientRect();
  const wanted = at ? beside(at, box, area) : box;
  const y = Math.max(top, Math.min(wanted.top, bottom - box.height));
  popup.style.transform = `translate(${wanted.left - box.left}px, ${y - box.top}px)`;
  return () => {};
}

/** Below what opened it, or above where there is more room. */
function beside({ left, right = left, top, bottom }, { width, height }, area) {
  const start = document.dir === 'rtl' ? right - width : left;
  return {
    left: Math.max(area.left + MARGIN, Math.min(start, area.right - MARGIN - width)),
    top: area.bottom - bottom >= Math.min(height, top - area.top) ? bottom : top - height,
  };
}

/**
 * What a sheet is about stays in sight: the lines move up as if there were room below the last one. Its height comes with
 * what is fetched when it is first wanted.
 */
function liftAbove(sheet) {
  const bubble = sheet.closest('.said')?.querySelector('.bubble');
  const lines = bubble?.closest('.timeline');
  if (!lines) return () => {};
  const lift = () => {
    lines.style.insetBlockStart = '';
    const { top, bottom } = bubble.getBoundingClientRect();
    const covered = bottom + MARGIN - sheet.getBoundingClientRect().top;
    const room = top - MARGIN - lines.closest('.scroller').getBoundingClientRect().top;
    lines.style.insetBlockStart = `${-Math.max(0, Math.min(covered, room))}px`;
  };
  const observer = new ResizeObserver(lift);
  observer.observe(sheet);
  lines.style.position = 'relative';
  lift();
  return () => {
    observer.disconnect();
    lines.style.position = lines.style.insetBlockStart = '';
  };
}

/** The next of the buttons in it, or the one before. */
export function step(element, by) {
  const buttons = [...element.querySelectorAll('button')];
  buttons[(buttons.indexOf(document.activeElement) + by + buttons.length) % buttons.length].focus();
}
