import { html, useParts, useStore } from '../html.js';
import { LANGUAGES, t } from '../strings/index.js';

/** Theme and language, at once. */
export function Appearance() {
  const { preferences } = useParts();
  const { theme, language } = useStore(preferences);
  const themes = [
    ['system', t('themeSystem')],
    ['light', t('themeLight')],
    ['dark', t('themeDark')],
  ];
  return html`
    <section class="section stack">
      <div class="field">
        <span class="field__label" id="theme">${t('theme')}</span>
        <div class="segments" role="radiogroup" aria-labelledby="theme">
          ${themes.map(
            ([value, label]) => html`
              <label class="segments__choice">
                <input
                  class="unseen"
                  type="radio"
                  name="theme"
                  value=${value}
                  checked=${theme === value}
                  onChange=${() => preferences.choose({ theme: value })}
                />
                ${label}
              </label>
            `,
          )}
        </div>
      </div>
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
  `;
}
