import { useEffect, useState } from 'preact/hooks';
import { Store } from '../../state/store.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { explain, t } from '../strings/index.js';
import { sizeIn } from './file-size.js';

const NONE = new Store(new Map());

/** How far the files of a message have come, and what stops that. */
export function UploadProgress({ message }) {
  const { messenger } = useParts();
  const [uploads, setUploads] = useState(NONE);
  useEffect(() => {
    messenger.media().then((media) => setUploads(media.uploads), () => {});
  }, []);
  return html`<${Told} key=${uploads === NONE} uploads=${uploads} message=${message} />`;
}

function Told({ uploads, message }) {
  const { connected, outbox } = useParts().messenger;
  const online = useStore(connected, ({ status }) => status === 'online');
  const { clientId, files } = message;
  const progress = useStore(uploads, (all) => all.get(clientId));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const sent = Math.min(total, progress?.sent ?? 0);
  const percent = total > 0 ? Math.floor((100 * sent) / total) : 0;
  const waits = progress?.waits;
  // After a reload nobody knows how much has come before there is a connection. Nobody has to try again: it goes on by itself.
  const cut = waits === 'unreachable' || (!waits && !online && sent === 0);
  const words = cut ? t('notConnected') : waits ? explain(waits) : t('bytesOf', sizeIn(sent), sizeIn(total));
  return html`
    <span class="sending__ring">
      <svg viewBox="0 0 36 36" role="progressbar" aria-label=${t('uploading', percent)} aria-valuenow=${percent} aria-valuemin="0" aria-valuemax="100">
        <circle class="sending__way" cx="18" cy="18" r="15.900" />
        <circle class="sending__done" cx="18" cy="18" r="15.900" pathLength="100" stroke-dasharray=${`${Math.max(2, percent)} 100`} />
      </svg>
      <button type="button" class="sending__stop" aria-label=${t('uploadCancel')} title=${t('uploadCancel')} onClick=${() => outbox.discard(clientId)}><${Icon.Close} /></button>
    </span>
    <span class="sending__words">${words}</span>
  `;
}
