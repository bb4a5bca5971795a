import { useEffect, useRef } from 'preact/hooks';
import { useParts } from './html.js';
import { composes } from './keyboard.js';

/** What the list of them shows; texts are keys of `shortcut` in the strings. */
export const SHORTCUTS = [
  { keys: ['Ctrl', 'K'], text: 'search' },
  { keys: ['/'], text: 'search' },
  { keys: ['Alt', '↓'], text: 'next' },
  { keys: ['Alt', '↑'], text: 'previous' },
  { keys: ['Alt', 'N'], text: 'add' },
  { keys: ['Alt', ','], text: 'settings' },
  { keys: ['?'], text: 'help' },
  { keys: ['Esc'], text: 'close' },
  { keys: ['Enter'], text: 'send' },
  { keys: ['Shift', 'Enter'], text: 'newLine' },
  { keys: ['↑'], text: 'editLast' },
  { keys: ['Alt', 'R'], text: 'reply' },
];

const WITH_ALT = { ArrowDown: 'next', ArrowUp: 'previous', KeyN: 'add', KeyR: 'reply', Comma: 'settings' };
const SINGLE = { '/': 'search', '?': 'help' };

/** Calls `actions[name]` for the shortcuts of the whole page, unless a dialog, a menu or a selection has the keyboard. */
export function useShortcuts(actions) {
  const { preferences } = useParts();
  const current = useRef();
  current.current = actions;
  useEffect(() => {
    const onKeyDown = (event) => {
      const name = nameOf(event, preferences.value.shortcuts);
      if (!name || event.defaultPrevented || composes(event) || isBusy()) return;
      event.preventDefault();
      current.current[name]?.();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [preferences]);
}

function nameOf(event, singles) {
  const { key, code, altKey, ctrlKey, metaKey, target } = event;
  if ((ctrlKey || metaKey) && !altKey) return key.toLowerCase() === 'k' ? 'search' : undefined;
  if (altKey) return WITH_ALT[code];
  if (key === 'Escape') return 'close';
  const writes = target.closest?.('input, textarea, select, [contenteditable]');
  return singles && !writes ? SINGLE[key] : undefined;
}

function isBusy() {
  return document.querySelector('dialog[open], [role=menu], [role=dialog], [role=listbox], .selection') !== null;
}
