import { kindOf } from '../../state/files.js';
import { html, useParts } from '../html.js';
import { Icon } from '../icons.js';
import { t } from '../strings/index.js';
import { download } from './downloading.js';
import { FileIcon } from './file-icons.js';
import { LinkedPlayer } from './linked-player.js';
import { sizeIn } from './file-size.js';
import { Voice } from './voice.js';

/** A file of a message that is no picture. */
export function FileAttachment({ file, message, conversation }) {
  const kind = kindOf(file);
  if (kind === 'voice') return html`<${Voice} file=${file} message=${message} conversation=${conversation} />`;
  return html`
    <${Document} file=${file} message=${message} />
    ${kind === 'audio' && html`<${LinkedPlayer} kind="audio" file=${file} message=${message} />`}
  `;
}

/** With its name and size; a press fetches it. */
export function Document({ file, message }) {
  const { messenger } = useParts();
  const size = sizeIn(file.size);
  return html`
    <button type="button" class="document" aria-label=${t('downloadNamed', file.name, size)} onClick=${() => download(messenger, message, file)}>
      <span class="document__icon"><${Icon.File} /><span class="document__ending">${endingOf(file.name)}</span></span>
      <span class="document__who">
        <span class="document__name"><bdi>${middleCut(file.name)}</bdi></span>
        <span class="document__size">${size}</span>
      </span>
      <span class="document__get"><${FileIcon.Download} /></span>
    </button>
  `;
}

function endingOf(name) {
  return /\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1].toLowerCase() ?? '';
}

const LONG = 30;
const END = 12;

/** Its end says what it is. */
function middleCut(name) {
  const signs = [...name];
  return signs.length > LONG ? `${signs.slice(0, LONG - END).join('')}…${signs.slice(-END).join('')}` : name;
}
