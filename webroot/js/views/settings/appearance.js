import { Choice } from '../groups/choice.js';
import { html, useParts, useStore } from '../html.js';
import { LANGUAGES, t } from '../strings/index.js';
import { Switch } from './switch.js';

/** How the page looks on this device, and in which language, at once. */
export function Appearance() {
  const { preferences } = useParts();
  const { theme, language, textSize, density, wallpaper } = useStore(preferences);
  const themes = [
    ['system', t('themeSystem')],
    ['light', t('themeLight')],
    ['dark', t('themeDark')],
  ];
  const sizes = Object.entries(t('textSizes'));
  return html`
    <section class="section stack">
      <${Choice} label=${t('theme')} name="theme" value=${theme} choices=${themes} onChoose=${(value) => preferences.choose({ theme: value })} />
      <label class="field">
        <span class="field__label">${t('languageTitle')}</span>
        <select class="input" value=${language} onChange=${(event) => preferences.choose({ language: event.target.value })}>
          <option value="auto">${t('languageAuto')}</option>
          ${Object.entries(LANGUAGES).map(
            ([code, { name }]) => html`<option value=${code} lang=${code}>${name}</option>`,
          )}
        </select>
      </label>
    </section>
    <section class="section stack">
      <${Choice} label=${t('textSize')} name="text-size" value=${textSize} choices=${sizes} onChoose=${(value) => preferences.choose({ textSize: value })} />
      <${Switch} label=${t('dense')} hint=${t('denseText')} on=${density === 'dense'} onChange=${(on) => preferences.choose({ density: on ? 'dense' : 'roomy' })} />
      <${Switch} label=${t('wallpaperPattern')} hint=${t('wallpaperText')} on=${wallpaper === 'pattern'} onChange=${(on) => preferences.choose({ wallpaper: on ? 'pattern' : 'plain' })} />
    </section>
  `;
}
