import { useEffect, useState } from 'preact/hooks';
import { html, useParts } from '../html.js';
import { Icon } from '../icons.js';
import { hasKeyboard, write } from '../keyboard.js';
import { lasting } from '../message-summary.js';
import { t } from '../strings/index.js';
import { urlOf } from './blob-urls.js';
import { FileIcon } from './file-icons.js';
import { because, prepare } from './prepare-files.js';
import { sizeIn } from './file-size.js';

/** What goes with the next message, above where one writes. */
export function Tray({ items, busy, onChange }) {
  const { messenger } = useParts();
  useEffect(() => {
    messenger.media().then((media) => media.learnLimits()).catch(() => {}); // then the server says it
  }, []);
  const some = items.some(isPicture);
  const unchanged = items.filter(isPicture).every(({ original }) => original);
  const remove = (key) => {
    onChange((now) => now.filter((item) => item.key !== key));
    if (hasKeyboard()) write();
  };
  const change = (original) => onChange((now) => now.map((item) => (isPicture(item) ? { ...item, original } : item)));
  return html`
    <div class="tray" role="group" aria-label=${t('attached', items.length)}>
      <ul class="tray__items">
        ${items.map((item) => html`<${Item} key=${item.key} item=${item} busy=${busy} onRemove=${() => remove(item.key)} />`)}
      </ul>
      ${some &&
      html`<label class="tray__choice" title=${t('asFilesText')}>
        <input class="pick" type="checkbox" checked=${unchanged} disabled=${busy} onChange=${(event) => change(event.target.checked)} />
        ${t('asFiles')}
      </label>`}
    </div>
  `;
}

function Item({ item, busy, onRemove }) {
  const { key, file, original } = item;
  const [{ made, failure }, setMade] = useState({});
  useEffect(() => {
    let here = true;
    setMade({});
    prepare(item).then(
      (is) => here && setMade({ made: is }),
      (missed) => here && setMade({ failure: missed }),
    );
    return () => (here = false);
  }, [key, original]);
  const url = made?.width > 0 && urlOf(`tray ${key} ${original}`, made.blob);
  const isVideo = made?.mediaType.startsWith('video/');
  const name = item.voice ? t('voice', lasting(item.voice.durationMs)) : made?.name ?? file.name;
  return html`
    <li class="tray__item">
      <span class="tray__picture">
        ${url ? (isVideo ? html`<video src=${url} muted preload="metadata" /><span class="tray__play"><${FileIcon.Play} /></span>` : html`<img src=${url} alt="" />`) : html`<${item.voice ? Icon.Mic : Icon.File} />`}
      </span>
      <span class="tray__who">
        <span class="tray__name"><bdi>${name}</bdi></span>
        <span class=${failure ? 'tray__failure' : 'tray__size'}>${failure ? because(failure) : made ? sizeIn(made.blob.size) : t('reading')}</span>
      </span>
      <button type="button" class="tray__remove" aria-label=${t('detach', name)} title=${t('detach', name)} disabled=${busy} onClick=${onRemove}><${Icon.Close} /></button>
    </li>
  `;
}

function isPicture({ file }) {
  return file.type.startsWith('image/') && file.type !== 'image/svg+xml' && file.type !== 'image/gif';
}
