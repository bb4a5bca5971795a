import { useState } from 'preact/hooks';
import { messageAt } from '../../state/conversation.js';
import { Empty } from '../empty.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { LoadFailure } from '../load-failure.js';
import { LoadMore } from '../load-more.js';
import { lineOf } from '../quote.js';
import { goToMessage } from '../route.js';
import { explain, t } from '../strings/index.js';
import { moment } from '../times.js';
import { usePages } from '../use-pages.js';
import { Named, nameOf } from '../user-names.js';
import { say } from '../toast.js';

/** What one has saved, what was saved last first; a press leads to where it was said. */
export function SavedMessages({ onClose }) {
  const { messenger } = useParts();
  const erased = useStore(messenger.erased);
  const { found, more, load, failure } = usePages((after) => messenger.saved.page(after), 'saved', String(erased));
  const [removed, setRemoved] = useState([]);
  if (failure) return html`<${LoadFailure} failure=${failure} onRetry=${load} />`;
  const shown = found?.filter(({ message }) => !removed.includes(keyOf(message)));
  if (shown?.length === 0 && !more) return html`<${Empty} icon=${Icon.Bookmark} title=${t('savedNone')} text=${t('savedNoneText')} />`;
  const open = (message) => {
    onClose();
    goToMessage(messenger, message);
  };
  const remove = (message) =>
    messenger.saved.save(message, false).then(
      () => setRemoved((before) => [...before, keyOf(message)]),
      (missed) => say(explain(missed)),
    );
  return html`
    <ul class="section">
      ${shown?.map((entry) => html`<${Entry} key=${keyOf(entry.message)} entry=${entry} onOpen=${open} onRemove=${remove} />`)}
    </ul>
    <${LoadMore} more=${more} />
  `;
}

function Entry({ entry: { message, place, writer }, onOpen, onRemove }) {
  const { messenger } = useParts();
  const { user, conversations } = messenger;
  const conversation = useStore(conversations, (all) => all.get(message.conversationId));
  const now = (conversation && messageAt(conversation, message.seq)) || message;
  const words = lineOf(now, conversations.isFolded(now));
  const mine = message.senderId === user.id;
  const isNotes = place.user?.id === user.id;
  const where = isNotes ? t('notes') : place.title ?? nameOf(place.user);
  const name = mine ? t('you') : nameOf(writer);
  return html`
    <li class="person">
      <button type="button" class="pinned__entry" onClick=${() => onOpen(message)}>
        <span class="pinned__head"><span class="person__name"><bdi>${where}</bdi></span><time class="faint" datetime=${message.sentAt}>${moment(Date.parse(message.sentAt))}</time></span>
        <span class="pinned__text" dir="auto">${(mine && !isNotes) || place.title ? html`<${Named} name=${name} words=${words} />` : words}</span>
      </button>
      <button type="button" class="icon-button" aria-label=${t('unkeepNamed', words)} title=${t('unkeep')} onClick=${() => onRemove(message)}>
        <${Icon.Close} />
      </button>
    </li>
  `;
}

function keyOf({ conversationId, seq }) {
  return `${conversationId}/${seq}`;
}
