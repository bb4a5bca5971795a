import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * A list that comes in pages: `{found, load, more, failure}`.
 *
 * @param fetch gives a page, after a place or from the beginning: `{next?, …}`
 * @param name under which a page has what it lists
 * @param about what the list is about: another one begins anew
 */
export function usePages(fetch, name, about = '') {
  const [found, setFound] = useState(null);
  const [next, setNext] = useState();
  const turn = useRef(0);
  const [failure, setFailure] = useState(null);
  const load = async (after) => {
    const mine = ++turn.current;
    try {
      const page = await fetch(after);
      if (mine !== turn.current) return; // somebody typed on
      setFound((before) => (after === undefined ? page[name] : [...before, ...page[name]]));
      setNext(page.next);
      setFailure(null);
    } catch (missed) {
      setFailure(missed);
    }
  };
  useEffect(() => {
    load();
  }, [about]);
  return { found, load: () => load(), more: next !== undefined && (() => load(next)), failure };
}
