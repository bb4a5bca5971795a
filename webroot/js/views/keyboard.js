import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Whether there is a real one: the one on a touch screen comes with the focus and takes half of the screen. Where nothing
 * points at all, keys are all that there is.
 */
export function hasKeyboard() {
  return matchMedia('(hover: hover), (any-hover: none) and (any-pointer: none)').matches;
}

/** Where one writes. */
export function write() {
  document.querySelector('.composer__text')?.focus({ preventScroll: true });
}

/** What had the focus is gone, or is about to go: the keyboard goes on where one writes, or reads. */
export function goOn() {
  const field = hasKeyboard() && document.querySelector('.composer__text');
  (field || document.querySelector('.scroller') || document.querySelector('.row'))?.focus({ preventScroll: true });
}

/** For the `ref` of what goes with the button that was pressed: if the keyboard is there, it goes on elsewhere. */
export function useGoingOn() {
  const element = useRef();
  const leave = () => element.current?.contains(document.activeElement) && setTimeout(goOn);
  useLayoutEffect(() => leave, []);
  return element;
}

/** For a button that is pressed: the field keeps the focus, and the keyboard on the screen. */
export function keepFocus(event) {
  event.preventDefault();
}

/** Whether a key belongs to an input method. 229 is what Safari says of the Enter that ends a composition. */
export function composes(event) {
  return event.isComposing || event.keyCode === 229;
}
