import { html, useParts, useStore } from '../html.js';
import { SHORTCUTS } from '../shortcuts.js';
import { t } from '../strings/index.js';
import { Switch } from './switch.js';

/** All keys; those of one letter can be turned off, for who speaks or types by other means. */
export function Shortcuts() {
  const { preferences } = useParts();
  const on = useStore(preferences, (value) => value.shortcuts);
  return html`
    <section class="section stack">
      <dl class="keys">
        ${SHORTCUTS.map(
          ({ keys, text }) => html`
            <div class="keys__line">
              <dt>${t('shortcut')[text]}</dt>
              <dd>${keys.map((key) => html`<kbd>${t('keyNames')[key] ?? key}</kbd>`)}</dd>
            </div>
          `,
        )}
      </dl>
      <${Switch} label=${t('singleKeys')} hint=${t('singleKeysText')} on=${on} onChange=${(shortcuts) => preferences.choose({ shortcuts })} />
    </section>
  `;
}
