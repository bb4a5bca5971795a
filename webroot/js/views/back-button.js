import { useLayoutEffect, useRef } from 'preact/hooks';
import { hasKeyboard } from './keyboard.js';

// On a phone Back closes what was opened last. So each thing on top of the page has an entry in the history of its own,
// which says how many there are, and which goes when the thing is closed in another way. The history moves a little
// later than it is told to: meanwhile what comes and goes is only counted.

const open = [];
const waiting = [];
let surplus = 0;
let moving = false;

addEventListener('popstate', moved);
moved(); // a page that was loaded again stands where things were open

/**
 * @param close by Back; what it returns is true where the thing stays, one page further up
 * @param onTop whether it is what Back comes to at all
 */
export function useBack(close, onTop = true) {
  const latest = useRef();
  latest.current = close;
  useLayoutEffect(() => {
    if (hasKeyboard() || !onTop) return undefined;
    const thing = { close: () => latest.current() };
    add(thing);
    return () => remove(thing);
  }, [onTop]);
}

/** Goes elsewhere once nothing of what was open stands in the history. */
export function leave(go) {
  surplus += open.splice(0).length;
  if (surplus === 0 && !moving) {
    go();
  } else {
    waiting.push(go);
    settle();
  }
}

function add(thing) {
  open.push(thing);
  surplus--;
  if (surplus < 0) settle();
}

function remove(thing) {
  const at = open.indexOf(thing);
  if (at < 0) return;
  open.splice(at, 1);
  surplus++;
  queueMicrotask(settle); // by then another may have come in its place
}

function settle() {
  if (moving) return;
  for (; surplus < 0; surplus++) history.pushState({ ...history.state, open: depth() + 1 }, '');
  if (surplus === 0) return;
  moving = true;
  history.go(-surplus);
  surplus = 0;
}

function moved() {
  if (moving) {
    moving = false;
    settle();
    if (!moving) waiting.splice(0).forEach((go) => go());
    return;
  }
  while (open.length > depth()) {
    const last = open.pop();
    if (last.close()) add(last);
  }
  if (moving) return;
  surplus = depth() - open.length;
  settle();
}

function depth() {
  return history.state?.open ?? 0;
}
