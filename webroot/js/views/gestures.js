import { useEffect, useRef } from 'preact/hooks';
import { ignoreClick } from './use-outside-press.js';

const HOLD = 450;
const SLACK = 10;
const ENOUGH = 56;
const MOST = 76;

/**
 * What a finger does with a message besides a tap: it rests on it, or swipes towards the beginning of the line, clearly more
 * sideways than up or down, or the browser scrolls. Gives handlers of events.
 */
export function useGestures({ onHold, onSwipe }) {
  const touch = useRef(null);
  const end = () => {
    clearTimeout(touch.current?.timer);
    touch.current?.row.style.removeProperty('translate');
    touch.current = null;
  };
  useEffect(() => end, []);
  const hold = () => {
    end();
    ignoreClick(); // what opens may lie below the finger
    onHold();
  };
  const onPointerDown = ({ pointerType, isPrimary, target, currentTarget, clientX: x, clientY: y }) => {
    if (pointerType !== 'touch' || !isPrimary || target.closest('pre, video, audio, [role=slider]')) return;
    touch.current = { row: currentTarget, x, y, far: 0, swipes: false, timer: onHold && setTimeout(hold, HOLD) };
  };
  const onPointerMove = ({ clientX, clientY, pointerId }) => {
    const now = touch.current;
    if (!now) return;
    const towards = getComputedStyle(now.row).direction === 'rtl' ? 1 : -1;
    const far = (clientX - now.x) * towards;
    const beside = Math.abs(clientY - now.y);
    if (!now.swipes) {
      if (Math.max(Math.abs(far), beside) < SLACK) return;
      if (!onSwipe || far < 2 * beside) return end();
      now.swipes = true;
      clearTimeout(now.timer);
      now.row.setPointerCapture(pointerId);
    }
    now.far = Math.max(0, Math.min(MOST, far));
    now.row.style.setProperty('translate', `${now.far * towards}px`);
  };
  const onPointerUp = () => {
    const enough = touch.current?.far >= ENOUGH;
    end();
    if (enough) onSwipe();
  };
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: end };
}
