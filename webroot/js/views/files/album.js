import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { unblurred } from '../../state/blurhash.js';
import { kindOf } from '../../state/files.js';
import { html, useParts } from '../html.js';
import { Icon } from '../icons.js';
import { lasting } from '../message-summary.js';
import { t } from '../strings/index.js';
import { useFile } from './blob-urls.js';
import { FileIcon } from './file-icons.js';
import { useNear } from './use-near.js';

const GRAIN = 24;

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
  const [element, near] = useNear();
  const { url, failure } = useFile(message, file, part, shows && near);
  const arrives = useRef(!url).current;
  const start = useStart(file, isVideo && !shows && near);
  return html`
    <button ref=${element} type="button" class="album__cell" style=${{ flexGrow: share * 1_000 }} aria-label=${t(isVideo ? 'viewVideo' : 'viewPicture', at + 1, of)} onClick=${onView}>
      ${!url && file.placeholder && html`<${Blurred} hash=${file.placeholder} />`}
      ${url && shows && (isVideo && !part ? html`<video class="album__picture" src=${url} preload="metadata" muted playsinline />` : html`<img class=${`album__picture ${arrives ? 'album__picture--new' : ''}`} src=${url} alt="" draggable="false" />`)}
      ${start && html`<video class="album__picture" src=${start} preload="metadata" muted playsinline />`}
      ${!url && failure && html`<span class="album__lost"><${Icon.Picture} />${t('pictureLost')}</span>`}
      ${isVideo && html`<span class="album__play"><${FileIcon.Play} /></span>`}
      ${isVideo && file.durationMs > 0 && html`<span class="album__length">${lasting(file.durationMs)}</span>`}
    </button>
  `;
}

/** As much of a picture as comes with the message. */
function Blurred({ hash }) {
  const canvas = useRef();
  useLayoutEffect(() => {
    const bytes = unblurred(hash, GRAIN, GRAIN);
    if (bytes) canvas.current.getContext('2d').putImageData(new ImageData(bytes, GRAIN, GRAIN), 0, 0);
  }, [hash]);
  return html`<canvas ref=${canvas} class="album__picture" width=${GRAIN} height=${GRAIN} />`;
}

/** Where the first picture of a video is, of which there is no small one. */
function useStart(file, wanted) {
  const { messenger } = useParts();
  const [url, setUrl] = useState('');
  useEffect(() => {
    if (!wanted) return;
    messenger.media().then((media) => media.links.of(file)).then((link) => setUrl(`${link}#t=0.1`), () => {});
  }, [file.id, wanted]);
  return url;
}

/** By what it is shown among messages: what moves by itself, what is small and what is here anyway by the file. */
function shownOf(file, isVideo) {
  if (file.key) return { part: '', shows: true };
  if (isVideo) return { part: 'preview', shows: file.preview === true };
  return { part: file.preview && file.mediaType !== 'image/gif' ? 'preview' : '', shows: true };
}
