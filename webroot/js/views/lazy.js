import { useEffect, useState } from 'preact/hooks';
import { html } from './html.js';
import { explain } from './strings/index.js';
import { say } from './toast.js';

const PAUSE = 3_000;

let styles = null;

/** What few people need does not make everybody wait. */
export async function extras() {
  const [parts] = await fetched(Promise.all([import('./extras.js'), styled()]));
  return parts;
}

/** Once how it looks is known too. */
function styled() {
  styles ??= new Promise((loaded, failed) => {
    const href = document.querySelector('meta[name=webim-extras]').content;
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: loaded });
    link.onerror = () => {
      styles = null;
      link.remove();
      failed(new TypeError(href));
    };
    document.head.append(link);
  });
  return styles;
}

/** A part of this version, which the server may not have any more. */
export function fetched(part) {
  return part.catch(async (missing) => {
    if (await isOutdated()) location.reload();
    throw missing;
  });
}

/**
 * A component of `extras.js`, which is fetched when one of them is first shown. Where that fails, what can be closed is
 * closed and a word is said; the rest is tried again.
 */
export function lazy(name) {
  let loaded = null;
  return function Later(properties) {
    const [Component, setComponent] = useState(() => loaded);
    const [tries, setTries] = useState(0);
    const { onClose } = properties;
    useEffect(() => {
      if (loaded) return undefined;
      let timer;
      let shown = true;
      const missed = () => {
        if (!shown) return;
        if (!onClose) {
          timer = setTimeout(setTries, PAUSE, tries + 1);
          return;
        }
        onClose();
        say(explain('unreachable'));
      };
      extras().then((parts) => setComponent(() => (loaded = parts[name])), missed);
      return () => {
        shown = false;
        clearTimeout(timer);
      };
    }, [tries]);
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
