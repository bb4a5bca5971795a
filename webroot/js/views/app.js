import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { LoginPage } from './login-page.js';
import { PartsProvider, html, useStore } from './html.js';
import { MessengerPage } from './messenger-page.js';
import { languageTag, pickLanguage, speak, t } from './strings/index.js';
import { today } from './today.js';

const AROUND = [...document.querySelectorAll('meta[name=theme-color]')];
const COLOURS = Object.fromEntries(AROUND.map(({ media, content }) => [media.includes('dark') ? 'dark' : 'light', content]));

/** The whole page. `parts.messenger` is a store of the messenger of whoever is logged in. */
export function App({ messenger, ...parts }) {
  const { session, preferences } = parts;
  const { theme, language, textSize, density, wallpaper } = useStore(preferences);
  const status = useStore(session, (value) => value.status);
  const current = useStore(messenger);
  useStore(today); // what is drawn names days and times
  const spoken = useSpoken(pickLanguage(language, navigator.languages));
  useLayoutEffect(() => {
    document.documentElement.lang = languageTag();
    document.documentElement.dir = t('direction');
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    Object.assign(document.documentElement.dataset, { text: textSize, density, wallpaper });
    colourBrowser(theme);
  }, [theme, textSize, density, wallpaper, spoken]);
  if (!spoken || status === 'starting') return null;
  return html`
    <${PartsProvider} value=${{ ...parts, messenger: current }}>
      ${status === 'in' && current ? html`<${MessengerPage} key=${current.user.id} />` : html`<${LoginPage} />`}
    <//>
  `;
}

/** The language once its texts are there. */
function useSpoken(language) {
  const [spoken, setSpoken] = useState(null);
  useEffect(() => {
    speak(language)
      .catch(() => {})
      .then(() => setSpoken(language));
  }, [language]);
  return spoken;
}

/** What the browser shows around the page is of the page's theme, which need not be the system's. */
function colourBrowser(theme) {
  for (const meta of AROUND) meta.content = COLOURS[theme] ?? COLOURS[meta.media.includes('dark') ? 'dark' : 'light'];
}
