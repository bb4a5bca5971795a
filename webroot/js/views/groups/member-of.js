import { useEffect, useState } from 'preact/hooks';
import { html } from '../html.js';
import { LoadFailure } from '../load-failure.js';
import { useTask } from '../use-task.js';
import { Member } from './member.js';
import { useGroupCommands } from './use-group-commands.js';

/** Somebody who is, or was, a member, and of whom one knows only who it is. */
export function MemberOf({ conversation, user, onReport, onDone, onClose }) {
  const commands = useGroupCommands();
  const [member, setMember] = useState(null);
  const [look, { failure }] = useTask(async () => setMember((await commands.member(conversation.id, user)) ?? { user }));
  useEffect(() => {
    look();
  }, []);
  if (failure) return html`<${LoadFailure} failure=${failure} onRetry=${look} />`;
  return member && html`<${Member} conversation=${conversation} member=${member} onReport=${onReport} onDone=${onDone} onClose=${onClose} />`;
}
