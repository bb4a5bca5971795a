import { useId, useState } from 'preact/hooks';
import { messageAt } from '../state/conversation.js';
import { Dialog } from './dialog.js';
import { Select } from './groups/choice.js';
import { useGroupCommands } from './groups/use-group-commands.js';
import { html, useParts, useStore } from './html.js';
import { Switch } from './settings/switch.js';
import { explain, t } from './strings/index.js';
import { useTask } from './use-task.js';
import { say } from './toast.js';

const REASONS = ['spam', 'abuse', 'threats', 'illegal', 'other'];

/** Reports a message (`seq`) or a person (`userId`) of a conversation. */
export default function ReportQuestion({ conversation, seq, userId, onClose }) {
  const commands = useGroupCommands();
  const { messenger } = useParts();
  const about = userId ?? messageAt(conversation, seq)?.senderId;
  const mayBlock = useStore(messenger.conversations, () => about > 0 && about !== conversation.me && !messenger.conversations.withPeer(about)?.blocked);
  const [blocks, setBlocks] = useState(false);
  const noteId = useId();
  const [reason, setReason] = useState(REASONS[0]);
  const [note, setNote] = useState('');
  const [send, { busy, failure }] = useTask(async () => {
    if (blocks) await messenger.contacts.block(about);
    await commands.report({ conversationId: conversation.id, seq, userId, reason, note: note.trim() || undefined });
    onClose();
    say(t('reported'));
  });
  return html`
    <${Dialog} title=${t(seq ? 'reportMessage' : 'reportPerson')} tall onClose=${onClose}>
      <form class="stack" onSubmit=${(event) => (event.preventDefault(), send())}>
        <p>${t(conversation.group ? 'reportTextGroup' : 'reportText')}</p>
        <${Select} label=${t('reportReason')} value=${reason} choices=${REASONS.map((one) => [one, t('reportReasons')[one]])} onChoose=${setReason} />
        <div class="field">
          <label class="field__label" for=${noteId}>${t('reportNote')}</label>
          <textarea class="input about" id=${noteId} rows="3" maxlength="1000" dir="auto" value=${note} onInput=${(event) => setNote(event.target.value)} />
        </div>
        ${(mayBlock || blocks) && html`<${Switch} label=${t('reportBlock')} on=${blocks} onChange=${setBlocks} />`}
        ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
        <div class="dialog__buttons">
          <button type="button" class="button" onClick=${onClose}>${t('cancel')}</button>
          <button type="submit" class="button button--danger" aria-disabled=${busy}>${t('report')}</button>
        </div>
      </form>
    <//>
  `;
}
