import { useEffect, useState } from 'preact/hooks';
import { html } from './html.js';

/** A component that is fetched when it is first shown: what few people need does not make everybody wait. */
export function later(load) {
  let loaded = null;
  return function Later(properties) {
    const [Component, setComponent] = useState(() => loaded);
    useEffect(() => {
      if (!loaded) load().then((module) => setComponent(() => (loaded = module.default)), () => {});
    }, []);
    return Component && html`<${Component} ...${properties} />`;
  };
}
