import { say } from './toast.js';
import { t } from './strings/index.js';

/** Copies a text and says so, or that it could not. */
export async function copyText(text) {
  say(t((await copied(text)) ? 'copied' : 'copyFailed'));
}

/** Whether a text could be copied. Browsers give pages without https no clipboard, but still the command of old. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByCommand(text);
  }
}

function copiedByCommand(text) {
  const before = document.activeElement;
  const field = Object.assign(document.createElement('textarea'), { className: 'unseen', readOnly: true, value: text });
  // All else is out of reach while a dialog is open.
  ([...document.querySelectorAll('dialog[open]')].pop() ?? document.body).append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  before?.focus({ preventScroll: true });
  return done;
}
