// What was chosen in this browser, of which the server knows nothing.
const { theme, language = 'auto' } = preferences();
if (theme === 'light' || theme === 'dark') document.documentElement.style.colorScheme = theme;
if (language !== 'auto' && !document.documentElement.lang.startsWith(language)) speak(language);

function preferences() {
  try {
    return JSON.parse(localStorage.getItem('webim.preferences')) ?? {};
  } catch {
    return {};
  }
}

async function speak(language) {
  const answer = await fetch(`/missing/${language}.html`);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (document.readyState === 'loading') await new Promise((go) => document.addEventListener('DOMContentLoaded', go));
  document.documentElement.lang = page.documentElement.lang;
  document.documentElement.dir = page.documentElement.dir;
  document.title = page.title;
  document.body.replaceWith(page.body);
}
