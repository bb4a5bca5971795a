import { useEffect, useState } from 'preact/hooks';
import { useParts, useStore } from '../html.js';

const MOST = 300;
/** Addresses of what was shown last, by what it is. What is on the page stays there, though its address goes. */
const urls = new Map();

/** The address of a blob within the page. */
export function urlOf(key, blob) {
  const url = urls.get(key) ?? URL.createObjectURL(blob);
  urls.delete(key);
  urls.set(key, url);
  if (urls.size > MOST) {
    const [oldest, gone] = urls.entries().next().value;
    urls.delete(oldest);
    URL.revokeObjectURL(gone);
  }
  return url;
}

/**
 * What a file of a message, or its `preview`, can be shown by: `{url, failure}`, tried again with each connection. While that of
 * another one is fetched, the url is of the one before: a file that was sent just now stays in sight.
 */
export function useFile(message, file, part = '', wanted = true) {
  const { messenger } = useParts();
  const online = useStore(messenger.connected, ({ status }) => status === 'online');
  const from = message.source ?? message;
  const key = `${messenger.user.id} ${file.id} ${part}`;
  const [state, setState] = useState(() => ({ url: urls.get(key), key }));
  useEffect(() => {
    let here = true;
    if (!wanted || (state.key === key && state.url)) return undefined;
    const set = (next) => here && setState(next);
    const known = urls.get(key);
    if (known) {
      set({ key, url: known });
      return undefined;
    }
    messenger
      .media()
      .then((media) => media.blob(from, file, part))
      .then(
        (blob) => set({ key, url: urlOf(key, blob) }),
        (failure) => set((before) => ({ ...before, failure })),
      );
    return () => (here = false);
  }, [key, wanted, online]);
  return state;
}
