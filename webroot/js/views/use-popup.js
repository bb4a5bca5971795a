import { useLayoutEffect, useRef } from 'preact/hooks';
import { useBack } from './back.js';
import { useOutside } from './outside.js';

/**
 * For what opens over the page: it takes the keyboard and gives it back, and closes by a press beside it and by Back. Gives
 * the ref of its element, and what gives the keyboard back before something else is opened.
 */
export function usePopup(onClose) {
  const element = useRef();
  const opener = useRef();
  // Unless what was chosen has taken the focus elsewhere.
  const hasFocus = () => document.activeElement === document.body || element.current?.contains(document.activeElement);
  const giveBack = () => hasFocus() && opener.current?.isConnected && opener.current.focus({ preventScroll: true });
  useLayoutEffect(() => {
    opener.current = document.activeElement;
    element.current.querySelector('button')?.focus({ preventScroll: true });
    return giveBack;
  }, []);
  useOutside((target) => element.current?.contains(target), onClose);
  useBack(onClose);
  return [element, giveBack];
}

/** The next of the buttons in it, or the one before. */
export function step(element, by) {
  const buttons = [...element.querySelectorAll('button')];
  buttons[(buttons.indexOf(document.activeElement) + by + buttons.length) % buttons.length].focus();
}
