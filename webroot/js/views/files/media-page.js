import { useState } from 'preact/hooks';
import { isComplete, personOf, visibleMessages } from '../../state/conversation.js';
import { filesOf, isSeen, kindOf } from '../../state/files.js';
import { Dialog } from '../dialog.js';
import { Empty } from '../empty.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { SegmentedControl } from './segmented-control.js';
import { lasting } from '../message-summary.js';
import { t } from '../strings/index.js';
import { shortTime } from '../times.js';
import { nameOf } from '../user-names.js';
import { Document } from './file-attachment.js';
import { useFile } from './blob-urls.js';
import { FileIcon } from './file-icons.js';
import { useNear } from './use-near.js';
import { Viewer } from './viewer.js';
import { Voice } from './voice.js';

const KINDS = {
  mediaPhotos: isSeen,
  mediaVoice: (file) => kindOf(file) === 'voice',
  mediaFiles: (file) => !isSeen(file) && kindOf(file) !== 'voice',
};

/** What was sent in a conversation besides words. */
export function MediaDialog({ conversation, onClose }) {
  return html`<${Dialog} title=${t('media')} tall onClose=${onClose}><${MediaPage} conversation=${conversation} /><//>`;
}

/** As far as the conversation is here, the newest first; the rest comes page by page. */
export function MediaPage({ conversation }) {
  const { messenger } = useParts();
  const [kind, choose] = useState('mediaPhotos');
  const [viewed, view] = useState(null);
  const loading = useStore(messenger.history, (ids) => ids.has(conversation.id));
  const messages = visibleMessages(conversation).filter((message) => !messenger.conversations.isFolded(message));
  const found = messages.flatMap((message) => filesOf(message).filter(KINDS[kind]).map((file) => ({ message, file }))).reverse();
  const more = !isComplete(conversation);
  return html`
    <${SegmentedControl} label=${t('media')} names=${Object.keys(KINDS)} chosen=${kind} onChoose=${choose} />
    ${kind === 'mediaPhotos'
      ? html`<ul class="wall">${found.map((one) => html`<${Thumb} key=${keyOf(one)} ...${one} onView=${() => view(one)} />`)}</ul>`
      : html`<ul class="media-list">${found.map((one) => html`<${Entry} key=${keyOf(one)} ...${one} conversation=${conversation} />`)}</ul>`}
    ${found.length === 0 && !more && html`<${Empty} icon=${Icon.Picture} title=${t('mediaNone')} text=${t('mediaNoneText')} />`}
    ${more &&
    html`<div class="people__more">
      <button type="button" class="button" aria-disabled=${loading} onClick=${() => loading || messenger.history.older(conversation.id)}>${t('mediaOlder')}</button>
    </div>`}
    ${viewed && html`<${Viewer} conversation=${conversation} ...${viewed} onClose=${() => view(null)} />`}
  `;
}

function Thumb({ message, file, onView }) {
  const isVideo = kindOf(file) === 'video';
  const [element, near] = useNear();
  const { url } = useFile(message, file, file.preview ? 'preview' : '', near && (file.preview || !isVideo));
  return html`
    <li>
      <button ref=${element} type="button" class="wall__one" aria-label=${`${t(isVideo ? 'viewVideo' : 'viewPicture', 1, 1)}, ${shortTime(Date.parse(message.sentAt))}`} onClick=${onView}>
        ${url && html`<img src=${url} alt="" draggable="false" />`}
        ${isVideo && html`<span class="album__play"><${FileIcon.Play} /></span>`}
        ${isVideo && file.durationMs > 0 && html`<span class="album__length">${lasting(file.durationMs)}</span>`}
      </button>
    </li>
  `;
}

function Entry({ message, file, conversation }) {
  const { user } = useParts().messenger;
  const who = message.senderId === user.id ? t('you') : nameOf(personOf(conversation, message.senderId));
  return html`
    <li class="media-list__one">
      <p class="media-list__who"><bdi>${who}</bdi><time datetime=${message.sentAt}>${shortTime(Date.parse(message.sentAt))}</time></p>
      ${kindOf(file) === 'voice' ? html`<${Voice} file=${file} message=${message} />` : html`<${Document} file=${file} message=${message} />`}
    </li>
  `;
}

function keyOf({ message, file }) {
  return `${message.seq} ${file.id}`;
}
