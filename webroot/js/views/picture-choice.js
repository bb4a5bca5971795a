import { useRef } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { html } from './html.js';
import { explain, t } from './strings/index.js';
import { useTask } from './use-task.js';

const SIZE = 512;
const QUALITY = 0.9;

/** The picture of somebody or of a group, and another one for it. `preview` is shown in its place. */
export function PictureChoice({ face, preview, onChoose, onRemove }) {
  const input = useRef();
  const [change, { busy, failure }] = useTask((work) => work());
  const choose = (event) => {
    const [file] = event.target.files;
    event.target.value = '';
    if (file) change(async () => onChoose(await square(file)));
  };
  return html`
    <div class="picture">
      ${preview ? html`<span class="avatar avatar--huge"><img class="avatar__picture" src=${preview} alt="" /></span>` : html`<${Avatar} user=${face} size="huge" />`}
      <div class="picture__buttons">
        <input ref=${input} class="unseen" type="file" accept="image/*" aria-label=${t('choosePicture')} tabindex="-1" onChange=${choose} />
        <button type="button" class="button" aria-disabled=${busy} onClick=${() => busy || input.current.click()}>${t('choosePicture')}</button>
        ${(preview || face.picture) &&
        html`<button type="button" class="button button--quiet-danger" aria-disabled=${busy} onClick=${() => change(onRemove)}>
          ${t('removePicture')}
        </button>`}
      </div>
      ${failure && html`<p class="notice" role="alert">${explain(failure, t('badPicture'))}</p>`}
    </div>
  `;
}

/** The middle of a picture of any kind that the browser can read. */
async function square(file) {
  const image = await createImageBitmap(file);
  const side = Math.min(image.width, image.height);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.min(SIZE, side);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white'; // a JPEG has no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
}
