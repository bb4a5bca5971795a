import { useEffect, useRef, useState } from 'preact/hooks';
import { firstUnread, isComplete, unreadOf, visibleMessages } from '../state/conversation.js';
import { holds } from '../state/ranges.js';
import { Empty } from './empty.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { Said } from './said.js';
import { t } from './strings/index.js';
import { Timeline } from './timeline.js';
import { nameOf } from './who.js';

/** What was said, from the first unread message or the newest on; the rest comes as one scrolls. */
export function Messages({ conversation, selection, onAsk }) {
  const { messenger } = useParts();
  const { id } = conversation;
  // As it was when the conversation was opened, for looking at it moves it on.
  const opened = useRef({ readSeq: conversation.readSeq, hadUnread: unreadOf(conversation) > 0 }).current;
  const [tried, setTried] = useState(false);
  const ready = useRef(false);
  ready.current ||= tried || isReady(conversation, opened);
  useEffect(() => {
    if (!ready.current) messenger.history.around(id, opened.readSeq + 1).then(() => setTried(true));
  }, []);
  if (!ready.current) return html`<div class="empty" role="status" aria-label=${t('loading')}><div class="spinner" /></div>`;
  return html`<${Lines} conversation=${conversation} opened=${opened} selection=${selection} onAsk=${onAsk} />`;
}

/** Whether what is to be seen first is loaded. */
function isReady(conversation, { readSeq, hadUnread }) {
  if (conversation.position === 0) return conversation.lastSeq === 0;
  return !hadUnread || holds(conversation.loaded, readSeq + 1);
}

function Lines({ conversation, opened, selection, onAsk }) {
  const { messenger } = useParts();
  const { id, peer } = conversation;
  const { history, user } = messenger;
  const pending = useStore(messenger.outbox).filter((item) => item.conversationId === id);
  const typing = useStore(messenger.typing, (ids) => ids.has(id));
  const loading = useStore(history, (ids) => ids.has(id));
  const connected = useStore(messenger.connected, ({ status }) => status === 'online');
  const unread = useRef(opened.hadUnread ? firstUnread(conversation, opened.readSeq)?.seq ?? 0 : 0).current;
  const nothing = visibleMessages(conversation).length === 0 && isComplete(conversation);
  if (nothing && pending.length === 0 && !typing) {
    return html`<${Empty} icon=${Icon.Talk} title=${t('startTitle', nameOf(peer))} text=${t('startText')} />`;
  }
  return html`
    <${Timeline}
      conversation=${conversation}
      pending=${pending}
      me=${user.id}
      unreadFrom=${unread}
      seen=${opened.hadUnread ? opened.readSeq : conversation.position}
      start=${unread}
      loading=${loading}
      connected=${connected}
      older=${(before) => history.older(id, before)}
      newer=${(after) => history.newer(id, after)}
      around=${(seq) => history.around(id, seq)}
      row=${(item) => html`
        <${Said}
          key=${item.key}
          item=${item}
          conversation=${conversation}
          selecting=${selection.chosen !== null}
          selected=${selection.chosen?.has(item.message.seq) === true}
          selection=${selection}
          onAsk=${onAsk}
        />
      `}
      writing=${typing && html`<div class="writing" role="img" aria-label=${t('typing')}><i /><i /><i /></div>`}
    />
  `;
}
