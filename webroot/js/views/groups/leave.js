import { Question } from '../dialog.js';
import { html, useParts, useStore } from '../html.js';
import { goToList } from '../route.js';
import { explain, t } from '../strings/index.js';
import { nameOf } from '../user-names.js';
import { say } from '../toast.js';
import { useGroupCommands } from './use-group-commands.js';

/** Asks before one leaves; the last one takes the group along, and an owner of others has to stay. */
export function Leave({ id, onClose }) {
  const { messenger } = useParts();
  const group = useGroup(id);
  const leave = () => messenger.groups.leave(id).then(goToList, (failure) => say(explain(failure)));
  const title = t('leaveTitle', nameOf(group));
  if (group?.role === 'owner' && group.memberCount > 1) {
    return html`<${Question} title=${title} text=${explain('last_owner')} choices=${[]} onClose=${onClose} />`;
  }
  const text = t(group?.memberCount === 1 ? 'leaveLastText' : 'leaveText');
  return html`<${Question} title=${title} text=${text} choices=${[{ label: t('leave'), danger: true, act: leave }]} onClose=${onClose} />`;
}

/** Asks before a group ends for all. */
export function End({ id, onClose }) {
  const commands = useGroupCommands();
  const group = useGroup(id);
  const end = () => commands.remove(id).then(goToList, (failure) => say(explain(failure)));
  return html`<${Question} title=${t('endTitle', nameOf(group))} text=${t('endText')} choices=${[{ label: t('endDo'), danger: true, act: end }]} onClose=${onClose} />`;
}

function useGroup(id) {
  const { messenger } = useParts();
  return useStore(messenger.conversations, (all) => all.get(id)?.group);
}
