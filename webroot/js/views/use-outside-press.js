import { useEffect } from 'preact/hooks';
import { hasKeyboard } from './keyboard.js';

/** Closes what is open by a press beside it. With a finger that is all such a press on a message does. */
export function useOutside(isInside, close) {
  useEffect(() => {
    const onPress = ({ target }) => {
      if (isInside(target)) return;
      close();
      if (!hasKeyboard() && target.closest?.('.scroller')) ignoreClick();
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, []);
}

/** The press that is under way does nothing at its end, wherever that is. */
export function ignoreClick() {
  const over = new AbortController();
  const stop = (event) => (event.preventDefault(), event.stopPropagation());
  document.addEventListener('click', stop, { capture: true, once: true, signal: over.signal });
  document.addEventListener('pointerdown', () => over.abort(), { capture: true, once: true });
}
