import { useEffect, useState } from 'preact/hooks';
import { messageAt, tickOf } from '../state/conversation.js';
import { filesOf } from '../state/files.js';
import { reactionsTo, wordsOf } from '../state/message.js';
import { cut } from '../state/plain-text.js';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';
import { useGroupCommands } from './groups/use-group-commands.js';
import { html, useParts, useStore } from './html.js';
import { LoadFailure } from './load-failure.js';
import { LoadMore } from './load-more.js';
import { RichText } from './rich-text.js';
import { filesInWords } from './message-summary.js';
import { t } from './strings/index.js';
import { Tick } from './tick.js';
import { moment } from './times.js';
import { usePages } from './use-pages.js';
import { nameOf } from './user-names.js';

const SHOWN = 300;

/** When a message was sent, delivered and read. */
export default function MessageDetails({ conversation, message: asked, onClose }) {
  const { messenger, session } = useParts();
  const seesReads = useStore(session, ({ user }) => user?.readReceipts !== false);
  const message = messageAt(conversation, asked.seq) ?? asked;
  const [times, setTimes] = useState(null);
  useEffect(() => {
    messenger.details(message).then(setTimes, () => setTimes({}));
  }, []);
  const words = wordsOf(message);
  const files = filesOf(message);
  const mine = message.senderId === messenger.user.id;
  const reached = ['sent', 'delivered', 'read'].indexOf(tickOf(conversation, message));
  const steps = mine && !conversation.group ? ['sent', 'delivered', ...(seesReads || reached === 2 ? ['read'] : [])] : ['sent'];
  const timeOf = { sent: message.sentAt, delivered: times?.deliveredAt, read: times?.readAt };
  return html`
    <${Dialog} title=${t('details')} read onClose=${onClose}>
      ${files.length > 0 && html`<p class="faint">${filesInWords(files)}</p>`}
      ${words && html`<div class="details__text bubble__text"><${RichText} text=${cut(words, SHOWN)} torn=${words.length > SHOWN} /></div>`}
      <dl class="details">
        ${steps.map(
          (step, index) => html`
            <div class="details__step">
              <dt>${mine && html`<${Tick} state=${step} />`}${t(step)}</dt>
              <dd>${timeOf[step] ? html`<time datetime=${timeOf[step]}>${moment(Date.parse(timeOf[step]))}</time>` : missing(times, index <= reached)}</dd>
            </div>
          `,
        )}
        ${message.editedAt &&
        html`<div class="details__step"><dt>${t('edited')}</dt><dd><time datetime=${message.editedAt}>${moment(Date.parse(message.editedAt))}</time></dd></div>`}
      </dl>
      ${reactionsTo(message).length > 0 && html`<${Reacted} key=${message.version} message=${message} />`}
      ${mine && !seesReads && html`<p class="faint">${t('readsOff')}</p>`}
      ${mine && seesReads && conversation.group && html`<${Readers} message=${message} />`}
    <//>
  `;
}

/** Who has reacted to it, and how. */
function Reacted({ message }) {
  const { messenger } = useParts();
  const { found, more, load, failure } = usePages((after) => messenger.reactions(message, after), 'reactions');
  if (failure) return html`<${LoadFailure} failure=${failure} onRetry=${load} />`;
  return html`
    <h3 class="section__title">${t('reactions')}</h3>
    <ul>
      ${found?.map(
        ({ user, emoji }) => html`
          <li key=${`${user.id} ${emoji}`} class="person">
            <${Avatar} user=${user} size="small" />
            <p class="person__who person__name"><bdi>${nameOf(user)}</bdi></p>
            <span class="person__reaction">${emoji}</span>
          </li>
        `,
      )}
    </ul>
    <${LoadMore} more=${more} />
  `;
}

/** Who of a group has read it. */
function Readers({ message }) {
  const commands = useGroupCommands();
  const [count, setCount] = useState(0);
  const fetch = async (after) => {
    const page = await commands.readers(message, after);
    setCount(page.count);
    return page;
  };
  const { found, more, load, failure } = usePages(fetch, 'readers');
  if (failure) return html`<${LoadFailure} failure=${failure} onRetry=${load} />`;
  return html`
    <h3 class="section__title">${found && t('readBy', count)}</h3>
    <ul>
      ${found?.map(
        ({ user }) => html`
          <li key=${user.id} class="person">
            <${Avatar} user=${user} size="small" />
            <p class="person__who person__name"><bdi>${nameOf(user)}</bdi></p>
          </li>
        `,
      )}
    </ul>
    <${LoadMore} more=${more} />
  `;
}

function missing(times, reached) {
  if (!times) return '…';
  return t(reached ? 'timeUnknown' : 'notYet');
}
