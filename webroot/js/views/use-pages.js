import { useEffect, useRef, useState } from 'preact/hooks';

const PAUSE = 200;

/** A text once nobody types for a moment. */
export function useSettled(text) {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(setSettled, PAUSE, text);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/**
 * A list that comes in pages: `{found, about, load, more, failure}`; `found` may still be about something else than asked,
 * `more` is null while nothing has come.
 *
 * @param fetch gives a page, after a place or from the beginning: `{next?, …}`
 * @param name under which a page has what it lists
 * @param asked what the list is to be about: another one begins anew
 */
export function usePages(fetch, name, asked = '') {
  const [{ found, about, next }, setPages] = useState({ found: null });
  const [failure, setFailure] = useState(null);
  const turn = useRef(0);
  const load = async (after) => {
    const mine = ++turn.current;
    const isLate = () => mine !== turn.current; // somebody typed on
    try {
      const page = await fetch(after);
      if (isLate()) return;
      setPages((before) => ({ found: after === undefined ? page[name] : [...before.found, ...page[name]], about: asked, next: page.next }));
      setFailure(null);
    } catch (missed) {
      if (!isLate()) setFailure(missed);
    }
  };
  useEffect(() => {
    load();
  }, [asked]);
  const more = next !== undefined && about === asked && (() => load(next));
  return { found, about, load: () => load(), more: found || failure ? more : null, failure };
}
