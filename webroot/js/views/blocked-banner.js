import { html, useParts, useStore } from './html.js';
import { t } from './strings/index.js';

/** What it costs that this browser keeps nothing for this site, until the user has read it. */
export function BlockedBanner() {
  const { siteData } = useParts();
  const missing = useStore(siteData);
  if (!missing) return null;
  return html`
    <div class="blocked">
      <span role="status">${t('missingData')[missing]}</span>
      <button type="button" class="link" onClick=${() => siteData.understood()}>${t('understood')}</button>
    </div>
  `;
}
