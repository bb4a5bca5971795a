import { wordsOf } from '../state/message.js';
import { copyText } from './copying.js';
import { Icon } from './icons.js';
import { t } from './strings/index.js';

/** What can be done with a message. `onAsk` opens a dialog about it: `delete` or `details`. */
export function actionsOf({ message, messenger, selection, onAsk }) {
  const words = wordsOf(message);
  const copy = words ? [{ label: t('copy'), icon: Icon.Copy, act: () => copyText(words) }] : [];
  if (message.pending) {
    const { outbox } = messenger;
    const retry = { label: t('retry'), icon: Icon.Retry, act: () => outbox.retry(message.clientId) };
    const discard = { label: t('discard'), icon: Icon.Trash, danger: true, act: () => outbox.discard(message.clientId) };
    return [...copy, ...(message.error ? [retry] : []), discard];
  }
  const details = { label: t('details'), icon: Icon.Info, act: () => onAsk({ about: 'details', message }) };
  const select = { label: t('select'), icon: Icon.Select, act: () => selection.begin(message.seq) };
  const remove = { label: t('delete'), icon: Icon.Trash, danger: true, act: () => onAsk({ about: 'delete', messages: [message] }) };
  return message.deleted ? [select, remove] : [...copy, select, details, remove];
}
