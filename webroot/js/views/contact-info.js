import { useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';
import { MediaPage } from './files/media-page.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { MoreIcon } from './more-icons.js';
import { t } from './strings/index.js';
import { lastSeen, moment } from './times.js';
import { isGone, nameOf, Username } from './user-names.js';

/** Who it is that one writes with, and what one may do about them. `act` are the ways that the head of the chat offers too. */
export default function ContactInfo({ conversation, act, onClose }) {
  const { messenger } = useParts();
  const away = useStore(messenger.away, (why) => why !== '');
  const [media, look] = useState(false);
  const { peer, muted, mutedUntil, blocked, status } = conversation;
  if (media) {
    return html`<${Dialog} title=${t('media')} tall back=${t('stepBack')} onBack=${() => look(false)} onClose=${onClose}><${MediaPage} conversation=${conversation} /><//>`;
  }
  const gone = isGone(peer);
  const alive = !gone && !peer.self;
  const leading = (work) => () => {
    onClose();
    work();
  };
  const choices = [
    { label: t('media'), icon: Icon.Picture, more: true, do: () => look(true) },
    alive && { label: t(muted ? 'unmute' : 'mute'), icon: muted ? Icon.Bell : Icon.Mute, detail: muted && mutedUntil && t('mutedUntil', moment(Date.parse(mutedUntil))), do: leading(act.mute) },
    alive && { label: t(blocked ? 'unblock' : 'block'), icon: Icon.Block, do: leading(blocked ? act.unblock : act.block) },
    alive && { label: t('report'), icon: Icon.Flag, do: leading(act.report) },
    { label: t(peer.self ? 'remove' : status === 'request' ? 'deleteRequest' : 'removeContact'), icon: Icon.RemovePerson, danger: true, do: leading(act.remove) },
  ].filter(Boolean);
  return html`
    <${Dialog} title=${t('contactInfo')} tall onClose=${onClose}>
      <div class="offer">
        <${Avatar} user=${peer} size="huge" online=${alive && conversation.online && !away} />
        <p class="offer__name"><bdi>${nameOf(peer)}</bdi></p>
        <p class="faint"><${Username} user=${peer} /></p>
        ${alive && !away && html`<p class="faint">${seenAt(conversation)}</p>`}
        ${peer.self && html`<p class="faint">${t('notesText')}</p>`}
      </div>
      <div class="offer__write"><button type="button" class="button button--main" onClick=${onClose}><${MoreIcon.Write} />${t('writeTo')}</button></div>
      <ul class="choices">
        ${choices.map(
          ({ label, icon, detail, danger, more, do: work }) => html`
            <li key=${label}>
              <button type="button" class=${`choice ${danger ? 'choice--danger' : ''}`} onClick=${work}>
                <${icon} /><span class="choice__label">${label}</span>
                ${detail && html`<span class="faint">${detail}</span>`}
                ${more && html`<${MoreIcon.Forward} />`}
              </button>
            </li>
          `,
        )}
      </ul>
    <//>
  `;
}

function seenAt({ online, lastSeen: seen }) {
  if (online) return t('online');
  return seen ? lastSeen(seen) : '';
}
