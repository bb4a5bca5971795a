import { useEffect, useState } from 'preact/hooks';
import { html } from './html.js';

/** What few people need does not make everybody wait. */
export function extras() {
  return import('./extras.js').catch(async (missing) => {
    if (await isOutdated()) location.reload();
    throw missing;
  });
}

/** A component of `extras.js`, which is fetched when one of them is first shown. */
export function later(name) {
  let loaded = null;
  return function Later(properties) {
    const [Component, setComponent] = useState(() => loaded);
    useEffect(() => {
      if (!loaded) extras().then((parts) => setComponent(() => (loaded = parts[name])), () => {});
    }, []);
    return Component && html`<${Component} ...${properties} />`;
  };
}

/** Whether the server has another version by now, and no longer the parts of this one. */
async function isOutdated() {
  const answer = await fetch('/', { cache: 'no-cache' }).catch(() => null);
  if (!answer?.ok) return false;
  const main = document.querySelector('script[type=module]').getAttribute('src');
  return !(await answer.text()).includes(`"${main}"`);
}
