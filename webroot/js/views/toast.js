import { useEffect } from 'preact/hooks';
import { Store } from '../state/store.js';
import { html, useStore } from './html.js';

const LONG_ENOUGH = 4_000;
const MARGIN = 12;
const words = new Store({ text: '' });

/** Says a word about something that was done, or could not be, where that cannot be seen. */
export function say(text) {
  words.set({ text });
}

/** Where it is said. */
export function Toast() {
  const word = useStore(words);
  useEffect(() => {
    const timer = word.text && setTimeout(say, LONG_ENOUGH, '');
    return () => clearTimeout(timer);
  }, [word]);
  return html`<div class="word" role="status" style=${word.text && aboveWriting()}>${word.text && html`<p key=${word}>${word.text}</p>`}</div>`;
}

/** It covers nothing that is being written. */
function aboveWriting() {
  const box = document.querySelector('.composer__box');
  return box?.offsetHeight > 0 ? { insetBlockEnd: `${innerHeight - box.getBoundingClientRect().top + MARGIN}px` } : '';
}
