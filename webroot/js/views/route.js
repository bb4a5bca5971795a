import { useEffect, useState } from 'preact/hooks';

// The open conversation stands in the address, so that the back gesture of a phone leads to the list.

export function hrefOf(id) {
  return `#/chats/${id}`;
}

export function goTo(id) {
  if (location.hash !== hrefOf(id)) location.hash = hrefOf(id);
}

/** To the list: back where we came from there, so that the history does not grow. */
export function goToList() {
  if (history.state?.fromList) history.back();
  else location.replace('#/');
}

/** Follows a link from the list and remembers that, on a phone, back leads there. */
export function openFromList(event, id) {
  event.preventDefault();
  const inside = /^#\/chats\//.test(location.hash);
  if (inside) location.replace(hrefOf(id));
  else history.pushState({ fromList: true }, '', hrefOf(id));
  if (!inside) dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The id of the conversation in the address, 0 for none. */
export function useOpenConversation() {
  const [id, setId] = useState(current());
  useEffect(() => {
    const look = () => setId(current());
    addEventListener('hashchange', look);
    addEventListener('popstate', look);
    return () => {
      removeEventListener('hashchange', look);
      removeEventListener('popstate', look);
    };
  }, []);
  return id;
}

function current() {
  return Number(/^#\/chats\/(\d+)$/.exec(location.hash)?.[1] ?? 0);
}
