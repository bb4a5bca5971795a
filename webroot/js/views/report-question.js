import { useId, useState } from 'preact/hooks';
import { Dialog } from './dialog.js';
import { Select } from './groups/choice.js';
import { useGroupCommands } from './groups/use-group-commands.js';
import { html } from './html.js';
import { explain, t } from './strings/index.js';
import { useTask } from './use-task.js';
import { say } from './toast.js';

const REASONS = ['spam', 'abuse', 'threats', 'illegal', 'other'];

/** Reports a message (`seq`) or a person (`userId`) of a conversation. */
export default function ReportQuestion({ conversation, seq, userId, onClose }) {
  const commands = useGroupCommands();
  const noteId = useId();
  const [reason, setReason] = useState(REASONS[0]);
  const [note, setNote] = useState('');
  const [send, { busy, failure }] = useTask(async () => {
    await commands.report({ conversationId: conversation.id, seq, userId, reason, note: note.trim() || undefined });
    onClose();
    say(t('reported'));
  });
  return html`
    <${Dialog} title=${t(seq ? 'reportMessage' : 'reportPerson')} onClose=${onClose}>
      <form class="stack" onSubmit=${(event) => (event.preventDefault(), send())}>
        <p>${t(conversation.group ? 'reportTextGroup' : 'reportText')}</p>
        <${Select} label=${t('reportReason')} value=${reason} choices=${REASONS.map((one) => [one, t('reportReasons')[one]])} onChoose=${setReason} />
        <div class="field">
          <label class="field__label" for=${noteId}>${t('reportNote')}</label>
          <textarea class="input about" id=${noteId} rows="3" maxlength="1000" dir="auto" value=${note} onInput=${(event) => setNote(event.target.value)} />
        </div>
        ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
        <div class="dialog__buttons">
          <button type="button" class="button" onClick=${onClose}>${t('cancel')}</button>
          <button type="submit" class="button button--danger" aria-disabled=${busy}>${t('report')}</button>
        </div>
      </form>
    <//>
  `;
}
