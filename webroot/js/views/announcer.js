import { useEffect, useRef, useState } from 'preact/hooks';
import { countsAsUnread, faceOf, personOf, tellsOf } from '../state/conversation.js';
import { html, useParts } from './html.js';
import { inShort } from './message-summary.js';
import { t } from './strings/index.js';
import { nameOf } from './user-names.js';

const LONGEST = 200;

/**
 * Reads new messages out to those who do not see them, where one is told of them or has the conversation open, unless it is
 * muted. What history brings is not news, nor is what somebody says who is blocked.
 */
export function Announcer({ open }) {
  const { messenger } = useParts();
  const [said, say] = useState(null);
  const known = useRef(new Map());
  const opened = useRef();
  opened.current = open;
  useEffect(() => {
    const remember = (all) => (known.current = new Map([...all.values()].map((one) => [one.id, one.lastSeq])));
    const look = (all) => {
      for (const conversation of messenger.loaded.value ? all.values() : []) {
        const newest = conversation.messages[conversation.messages.length - 1];
        const isNew = newest?.seq > (known.current.get(conversation.id) ?? newest?.seq);
        const isHeard = conversation.id === opened.current ? !conversation.muted : tellsOf(conversation, newest);
        if (isNew && isHeard && countsAsUnread(conversation, newest) && !messenger.conversations.isOfBlocked(newest)) {
          const words = inShort(newest, LONGEST) || t('newMessage');
          const text = t('announce', saidBy(conversation, newest), words);
          say({ id: `${conversation.id} ${newest.seq}`, text });
        }
      }
      remember(all);
    };
    remember(messenger.conversations.value);
    return messenger.conversations.subscribe(look);
  }, [messenger]);
  // A new element each time: the same words are said again.
  return html`<div class="unseen announcer" role="status" aria-live="polite">${said && html`<p key=${said.id}>${said.text}</p>`}</div>`;
}

/** In a group whoever it is, and where. */
function saidBy(conversation, { senderId }) {
  const face = nameOf(faceOf(conversation));
  return conversation.group ? t('inGroup', nameOf(personOf(conversation, senderId)), face) : face;
}
