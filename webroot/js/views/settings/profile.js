import { useRef } from 'preact/hooks';
import { Avatar } from '../avatar.js';
import { Field } from '../field.js';
import { html, useParts, useStore } from '../html.js';
import { explain, t } from '../strings/index.js';
import { useAccount } from '../use-account.js';
import { useTask } from '../use-task.js';
import { Username } from '../who.js';

const SIZE = 512;
const QUALITY = 0.9;

/** Picture and name. */
export function Profile() {
  const account = useAccount();
  const { session } = useParts();
  const user = useStore(session, (value) => value.user);
  const [save, { busy, failure, done }] = useTask((name) => account.rename(name));
  const onSubmit = (event) => {
    event.preventDefault();
    save(new FormData(event.target).get('displayName').trim());
  };
  return html`
    <${Picture} user=${user} />
    <form class="section stack" onSubmit=${onSubmit}>
      <p class="faint">${t('username')} · <${Username} user=${user} /></p>
      <${Field}
        label=${t('displayName')}
        name="displayName"
        defaultValue=${user.displayName}
        error=${failure && !failure.passes && explain(failure)}
        autocomplete="name"
        maxlength="64"
        required
      />
      <button class="button button--main" aria-disabled=${busy}>${t('save')}</button>
      ${failure?.passes && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <p class=${done ? 'notice notice--good' : 'unseen'} role="status">${done && t('saved')}</p>
    </form>
  `;
}

function Picture({ user }) {
  const account = useAccount();
  const input = useRef();
  const [change, { busy, failure }] = useTask((work) => work());
  const choose = (event) => {
    const [file] = event.target.files;
    event.target.value = '';
    if (file) change(async () => account.setPicture(await square(file)));
  };
  return html`
    <div class="section picture">
      <${Avatar} user=${user} size="huge" />
      <div class="picture__buttons">
        <input ref=${input} class="unseen" type="file" accept="image/*" aria-label=${t('choosePicture')} tabindex="-1" onChange=${choose} />
        <button type="button" class="button" aria-disabled=${busy} onClick=${() => busy || input.current.click()}>${t('choosePicture')}</button>
        ${user.picture &&
        html`<button type="button" class="button button--quiet-danger" aria-disabled=${busy} onClick=${() => change(() => account.removePicture())}>
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
