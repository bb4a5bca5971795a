import { Question } from '../dialog.js';
import { html, useParts, useStore } from '../html.js';
import { goToList } from '../route.js';
import { explain, t } from '../strings/index.js';
import { nameOf } from '../who.js';
import { say } from '../word.js';

/** Asks before one leaves; the last one takes the group along. */
export function Leave({ id, onClose }) {
  const { messenger } = useParts();
  const group = useStore(messenger.conversations, (all) => all.get(id)?.group);
  const leave = () => messenger.groups.leave(id).then(goToList, (failure) => say(explain(failure)));
  const text = group?.memberCount === 1 ? 'leaveLastText' : 'leaveText';
  return html`<${Question} title=${t('leaveTitle', nameOf(group))} text=${t(text)} choices=${[{ label: t('leave'), danger: true, act: leave }]} onClose=${onClose} />`;
}
