import { useEffect, useState } from 'preact/hooks';
import { html, useParts, useStore } from './html.js';
import { useGoingOn } from './keyboard.js';
import { t } from './strings/index.js';

const SOON = 2;

/** One quiet line while there is no connection; a short interruption shows nothing. */
export function OfflineBanner() {
  const { messenger } = useParts();
  const away = useStore(messenger.away);
  const { status, retryAt } = useStore(messenger.connected);
  const seconds = useSecondsUntil(status === 'waiting' ? retryAt : 0);
  return away && html`<${Away} why=${away} seconds=${seconds} />`;
}

function Away({ why, seconds }) {
  const { messenger } = useParts();
  const element = useGoingOn();
  return html`
    <div ref=${element} class="offline">
      <span class="offline__text" role="status">${t('away')[why]}</span>
      ${seconds > SOON && html`<span class="offline__wait" aria-hidden="true">${t('retryIn', seconds)}</span>`}
      <button type="button" class="link" onClick=${() => messenger.connection.retryNow()}>${t('retryNow')}</button>
    </div>
  `;
}

function useSecondsUntil(time) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (!time) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [time]);
  return Math.max(0, Math.ceil((time - now) / 1_000));
}
