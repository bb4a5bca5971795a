import { kindOf } from '../../state/files.js';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { lasting } from '../short.js';
import { t } from '../strings/index.js';
import { useFile } from './blob-urls.js';
import { FileIcon } from './file-icons.js';

/** Pictures and videos of a message, each at its place. */
export function Album({ album, seen, message, onAsk }) {
  return html`
    ${album.rows.map(
      ({ height, cells }, row) => html`
        <div key=${row} class="album__row" style=${{ flexGrow: height * 1_000 }}>
          ${cells.map(({ file, share }) => {
            const at = seen.indexOf(file);
            return html`<${Cell} key=${at} file=${file} share=${share} at=${at} of=${seen.length} message=${message} onView=${() => onAsk({ about: 'view', message, file })} />`;
          })}
        </div>
      `,
    )}
  `;
}

function Cell({ file, share, at, of, message, onView }) {
  const isVideo = kindOf(file) === 'video';
  const { part, shows } = shownOf(file, isVideo);
  const { url, failure } = useFile(message, file, part, shows);
  return html`
    <button type="button" class="album__cell" style=${{ flexGrow: share * 1_000 }} aria-label=${t(isVideo ? 'viewVideo' : 'viewPicture', at + 1, of)} onClick=${onView}>
      ${url && shows && (isVideo && !part ? html`<video class="album__picture" src=${url} preload="metadata" muted playsinline />` : html`<img class="album__picture" src=${url} alt="" draggable="false" />`)}
      ${!url && failure && html`<span class="album__lost"><${Icon.Picture} />${t('pictureLost')}</span>`}
      ${isVideo && html`<span class="album__play"><${FileIcon.Play} /></span>`}
      ${isVideo && file.durationMs > 0 && html`<span class="album__length">${lasting(file.durationMs)}</span>`}
    </button>
  `;
}

/** By what it is shown among messages: what moves by itself, what is small and what is here anyway by the file. */
function shownOf(file, isVideo) {
  if (file.key) return { part: '', shows: true };
  if (isVideo) return { part: 'preview', shows: file.preview === true };
  return { part: file.preview && file.mediaType !== 'image/gif' ? 'preview' : '', shows: true };
}
