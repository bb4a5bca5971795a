import { useRef } from 'preact/hooks';
import { html, useParts, useStore } from './html.js';
import { t } from './strings/index.js';

/** One quiet line while there is no connection; a short interruption shows nothing (see its animation's delay). */
export function OfflineBanner() {
  const { messenger } = useParts();
  const status = useStore(messenger.connected, (value) => value.status);
  const failed = useRef(false);
  failed.current = status === 'waiting' || (failed.current && status === 'connecting');
  if (!failed.current) return null;
  return html`
    <div class="offline" role="status">
      <span class="offline__text">${t('offline')}</span>
      <button type="button" class="link" onClick=${() => messenger.connection.retryNow()}>${t('retryNow')}</button>
    </div>
  `;
}
