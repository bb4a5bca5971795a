import { createContext, h } from 'preact';
import { useContext, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import htm from 'htm';

export const html = htm.bind(h);

const Parts = createContext(null);
export const PartsProvider = Parts.Provider;

/** The parts of the state layer that views speak to: `{session, preferences, release, notifications,
 * siteData, messenger}`. */
export function useParts() {
  return useContext(Parts);
}

/** A store's value, or what `select` picks of it; draws again only when that is another one. */
export function useStore(store, select = same) {
  const [, redraw] = useReducer((count) => count + 1, 0);
  const chosen = select(store.value);
  const drawn = useRef();
  drawn.current = { select, chosen };
  useLayoutEffect(() => {
    const look = (value) => drawn.current.select(value) !== drawn.current.chosen && redraw();
    look(store.value);
    return store.subscribe(look);
  }, [store]);
  return chosen;
}

function same(value) {
  return value;
}
