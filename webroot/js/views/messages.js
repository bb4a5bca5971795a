import { useEffect, useRef, useState } from 'preact/hooks';
import { faceOf, firstUnread, isComplete, messageAt, unreadOf, visibleMessages } from '../state/conversation.js';
import { blockedIn } from '../state/conversations.js';
import { repliedIn } from '../state/message.js';
import { holds } from '../state/ranges.js';
import { Empty } from './empty.js';
import { GroupEvent } from './group-event.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { MentionJump } from './mention-jump.js';
import { MessageItem } from './message-item.js';
import { t } from './strings/index.js';
import { Timeline } from './timeline.js';
import { isAnswerable, nameOf, typingIn } from './user-names.js';

/**
 * What was said, from the first unread message or the newest on; the rest comes as one scrolls. `jump` is a ref that gets what
 * leads to a message.
 */
export function Messages({ conversation, selection, jump, onAsk }) {
  const { messenger } = useParts();
  const { id } = conversation;
  // As it was when the conversation was opened, for looking at it moves it on.
  const opened = useOnce(() => openingOf(conversation, messenger.places));
  const [tried, setTried] = useState(false);
  const ready = useRef(false);
  ready.current ||= tried || isReady(conversation, opened);
  const online = useStore(messenger.connected, ({ status }) => status === 'online');
  const away = useStore(messenger.away, (why) => why !== '');
  // A page that was just reloaded connects first; where that takes long, what the device has kept is there to be read.
  useEffect(() => {
    if (ready.current) return;
    if (online) messenger.history.around(id, opened.from).then(() => setTried(true));
    else if (away) setTried(true);
  }, [online, away]);
  if (!ready.current) return html`<div class="empty" role="status" aria-label=${t('loading')}><div class="spinner" /></div>`;
  return html`<${Lines} conversation=${conversation} opened=${opened} selection=${selection} jump=${jump} onAsk=${onAsk} />`;
}

/** Where one was reading, else before the first unread message, else at the end. `from`: what has to be loaded, or 0. */
function openingOf(conversation, places) {
  const { id, readSeq } = conversation;
  const unread = unreadOf(conversation);
  const place = places.of(id, unread);
  return { place, readSeq, hadUnread: !place && unread > 0, from: place ? place.seq : unread > 0 ? readSeq + 1 : 0 };
}

/** Whether what is to be seen first is loaded. */
function isReady({ position, lastSeq, loaded }, { from }) {
  if (position === 0) return lastSeq === 0;
  return from === 0 || holds(loaded, from);
}

function useOnce(make) {
  const made = useRef();
  made.current ??= make();
  return made.current;
}

/**
 * Before which seq the line about new messages stands: the first that was unread when the conversation was opened, or
 * since then the first that came while nobody looked, or with others at once as after an absence, and all before was read.
 */
function useNewLine(conversation, { place, hadUnread, readSeq }, attentive) {
  const line = useOnce(() => ({ from: place?.from ?? (hadUnread ? firstUnread(conversation, readSeq)?.seq ?? 0 : 0), read: false }));
  const count = unreadOf(conversation);
  if (line.read && count > (attentive ? 1 : 0)) line.from = firstUnread(conversation)?.seq ?? line.from;
  line.read = count === 0;
  return line.from;
}

function Lines({ conversation, opened, selection, jump, onAsk }) {
  const { messenger } = useParts();
  const { id, group } = conversation;
  const { history, user, places, clock } = messenger;
  const pending = useStore(messenger.outbox)
    .filter((item) => item.conversationId === id)
    .map((item) => messenger.shown(item));
  const typing = useStore(messenger.typing, (ids) => ids.get(id));
  const loading = useStore(history, (ids) => ids.has(id));
  const connected = useStore(messenger.connected, ({ status }) => status === 'online');
  const blocked = useStore(messenger.conversations, (all) => (group ? blockedIn(all) : ''));
  const sought = useStore(messenger.sought, (message) => (message?.conversationId === id ? message.seq : 0));
  useEffect(() => {
    if (!sought) return;
    messenger.sought.set(null);
    jump.current(sought);
  }, [sought]);
  const { place, hadUnread, readSeq } = opened;
  const had = useOnce(() => conversation.lastSeq);
  const unread = useNewLine(conversation, opened, messenger.attentive.value);
  const isFolded = (message) => blocked.includes(` ${message?.senderId} `);
  const citedBy = (message) => (repliedIn(message) ? messageAt(conversation, repliedIn(message)) : undefined);
  const onPlace = (now) => places.keep(id, { ...now, from: unread, done: unreadOf(conversation) === 0 });
  const nothing = visibleMessages(conversation).length === 0 && isComplete(conversation);
  if (nothing && pending.length === 0 && !typing) {
    if (conversation.peer?.self) return html`<${Empty} icon=${Icon.Bookmark} title=${t('notes')} text=${t('notesText')} />`;
    const start = isAnswerable(conversation) && t('startTitle', nameOf(faceOf(conversation)));
    return html`<${Empty} icon=${Icon.Talk} title=${start || t('startText')} text=${start && t('startText')} />`;
  }
  return html`
    <${Timeline}
      conversation=${conversation}
      pending=${pending}
      me=${user.id}
      unreadFrom=${unread}
      seen=${place?.seen ?? (hadUnread ? readSeq : conversation.position)}
      start=${place ?? { seq: unread }}
      attentive=${messenger.attentive}
      onSeen=${(seqs) => messenger.saw(id, seqs)}
      onEnd=${() => messenger.readAll(id)}
      onPlace=${onPlace}
      clock=${clock}
      jump=${jump}
      loading=${loading}
      connected=${connected}
      older=${(before) => history.older(id, before)}
      newer=${(after) => history.newer(id, after)}
      around=${(seq) => history.around(id, seq)}
      seek=${(seq) => history.seek(id, seq)}
      row=${(item, onGrow) =>
        group && item.message.event
          ? html`<${GroupEvent} key=${item.key} item=${item} conversation=${conversation} onJump=${(seq) => jump.current(seq)} />`
          : html`
              <${MessageItem}
                key=${item.key}
                item=${item}
                had=${had}
                conversation=${conversation}
                folded=${isFolded(item.message)}
                cited=${citedBy(item.message)}
                foldsCited=${isFolded(citedBy(item.message))}
                selecting=${selection.chosen !== null}
                selected=${selection.chosen?.has(item.message.seq) === true}
                selection=${selection}
                onAsk=${onAsk}
                onGrow=${onGrow}
                onJump=${(seq) => jump.current(seq)}
              />
            `}
      ways=${group && html`<${MentionJump} conversation=${conversation} onJump=${(seq) => jump.current(seq)} />`}
      writing=${typing && html`<div class="writing" role="img" aria-label=${typingIn(conversation, typing)}><i /><i /><i /></div>`}
    />
  `;
}
