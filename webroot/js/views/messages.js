import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { firstUnread, isComplete, startOf, unreadOf, visibleMessages } from '../state/conversation.js';
import { timelineOf } from '../state/timeline.js';
import { Empty } from './empty.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { Said } from './said.js';
import { Scroller } from './scroller.js';
import { t } from './strings/index.js';
import { dayName } from './times.js';
import { DeleteQuestion } from './delete-question.js';

const MOST_AT_ONCE = 1_000;

/** What was said, from the first unread message or the newest on; older ones come as one scrolls up. */
export function Messages({ conversation }) {
  const { messenger } = useParts();
  const { id } = conversation;
  // As it was when the conversation was opened, for looking at it moves it on.
  const readSeq = useRef(conversation.readSeq).current;
  const hadUnread = useRef(unreadOf(conversation) > 0).current;
  const [givenUp, giveUp] = useState(startOf(conversation) - readSeq > MOST_AT_ONCE);
  const ready = useRef(false);
  ready.current ||= !hadUnread || givenUp || startOf(conversation) <= readSeq + 1;
  useEffect(() => {
    if (!ready.current) messenger.history.downTo(id, readSeq + 1).then((all) => all || giveUp(true));
  }, []);
  if (!ready.current) return html`<div class="empty" role="status" aria-label=${t('loading')}><div class="spinner" /></div>`;
  return html`<${Timeline} conversation=${conversation} readSeq=${hadUnread ? readSeq : Infinity} />`;
}

function Timeline({ conversation, readSeq }) {
  const { messenger } = useParts();
  const { id } = conversation;
  const pending = useStore(messenger.outbox);
  const typing = useStore(messenger.typing, (ids) => ids.has(id));
  const loading = useStore(messenger.history, (ids) => ids.has(id));
  const [deleting, setDeleting] = useState(null);
  const unreadFrom = useRef(firstUnread(conversation, readSeq)?.seq ?? 0).current;
  const items = useMemo(
    () =>
      timelineOf({
        messages: visibleMessages(conversation),
        pending: pending.filter((item) => item.conversationId === id),
        me: messenger.user.id,
        unreadFrom,
      }),
    [conversation.messages, conversation.loaded, pending],
  );
  const complete = isComplete(conversation);
  if (items.length === 0 && complete && !typing) return html`<${NothingYet} name=${conversation.peer.displayName} />`;
  return html`
    <${Scroller}
      items=${items}
      label=${t('messages')}
      onTop=${complete ? undefined : () => messenger.history.older(id)}
    >
      ${!complete && html`<div class="older" aria-label=${t('olderLoading')}>${loading && html`<div class="spinner" />`}</div>`}
      <ol class="timeline">
        ${items.map((item) => itemOf(item, conversation, setDeleting))}
      </ol>
      ${typing && html`<div class="writing" role="img" aria-label=${t('typing')}><i /><i /><i /></div>`}
    <//>
    ${deleting &&
    html`<${DeleteQuestion} message=${deleting} mine=${deleting.senderId === messenger.user.id} onClose=${() => setDeleting(null)} />`}
  `;
}

function itemOf(item, conversation, onDelete) {
  switch (item.kind) {
    case 'day':
      return html`<li key=${item.key} class="day">${dayName(item.time)}</li>`;
    case 'unread':
      return html`<li key=${item.key} class="new-line" id="first-unread">${t('newMessages')}</li>`;
    default:
      return html`<${Said} key=${item.key} item=${item} conversation=${conversation} onDelete=${onDelete} />`;
  }
}

function NothingYet({ name }) {
  return html`<${Empty} icon=${Icon.Talk} title=${t('startTitle', name)} text=${t('startText')} />`;
}
