import { albumOf, isSeen, kindOf } from '../state/files.js';
import { html } from './html.js';
import { lazy } from './lazy.js';

const Album = lazy('Album');
const FileAttachment = lazy('FileAttachment');
const UploadProgress = lazy('UploadProgress');

/** The files of a message, as large at once as they are going to be: what shows them comes a little later. */
export function FilesIn({ message, files, conversation, onAsk }) {
  const seen = files.filter(isSeen);
  const rest = files.filter((file) => !isSeen(file));
  const more = { message, files, conversation, onAsk };
  return html`
    ${seen.length > 0 && html`<${Seen} seen=${seen} ...${more} />`}
    ${rest.map((file, i) => html`<div key=${i} class=${`attached attached--${kindOf(file)}`}><${FileAttachment} file=${file} ...${more} /></div>`)}
    ${message.attached && !message.error && html`<div class="sending"><${UploadProgress} message=${message} /></div>`}
  `;
}

function Seen({ seen, ...more }) {
  const album = albumOf(seen);
  return html`
    <div class=${`album ${album.small ? 'album--small' : ''}`} style=${{ width: `${album.width}px`, aspectRatio: String(album.ratio) }}>
      <${Album} album=${album} seen=${seen} ...${more} />
    </div>
  `;
}
