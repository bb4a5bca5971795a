import { html, useParts, useStore } from './html.js';
import { useGoingOn } from './keyboard.js';
import { t } from './strings/index.js';

/** What it costs that this browser keeps nothing for this site, until the user has read it. */
export function BlockedBanner() {
  const { siteData } = useParts();
  const missing = useStore(siteData);
  return missing && html`<${Missing} what=${missing} />`;
}

function Missing({ what }) {
  const { siteData } = useParts();
  const element = useGoingOn();
  return html`
    <div ref=${element} class="blocked">
      <span role="status">${t('missingData')[what]}</span>
      <button type="button" class="link" onClick=${() => siteData.understood()}>${t('understood')}</button>
    </div>
  `;
}
