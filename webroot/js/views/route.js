import { useEffect, useState } from 'preact/hooks';
import { leave } from './back-button.js';

// The open conversation stands in the address, so that the back gesture of a phone leads to the list; so does whoever
// an invite link is about, so that it is still known after an account was created.

const CHAT = /^#\/chats\/(\d+)$/;
const INVITE = /^#\/add\/([\w.-]{3,32})\/?$/;
const JOIN = /^#\/join\/([\w-]{16,128})\/?$/;

export function hrefOf(id) {
  return `#/chats/${id}`;
}

/** An invite that was followed is not come back to. */
export function goTo(id) {
  leave(() => {
    if (INVITE.test(location.hash) || JOIN.test(location.hash)) location.replace(hrefOf(id));
    else if (location.hash !== hrefOf(id)) location.hash = hrefOf(id);
  });
}

/** To where a message stands in its conversation. */
export function goToMessage({ sought }, { conversationId, seq }) {
  sought.set({ conversationId, seq });
  goTo(conversationId);
}

/** To the list: back where we came from there, so that the history does not grow. */
export function goToList() {
  leave(() => {
    if (history.state?.fromList) history.back();
    else location.replace('#/');
  });
}

/** Follows a link from the list and remembers that, on a phone, back leads there. */
export function openFromList(event, id) {
  event.preventDefault();
  leave(() => {
    const inside = /^#\/chats\//.test(location.hash);
    if (inside) location.replace(hrefOf(id));
    else history.pushState({ fromList: true }, '', hrefOf(id));
    if (!inside) dispatchEvent(new HashChangeEvent('hashchange'));
  });
}

/** The id of the conversation in the address, 0 for none. */
export function useOpenConversation() {
  return Number(usePlace(CHAT) ?? 0);
}

/** The username of the invite link that was opened, or undefined. */
export function useInvite() {
  return usePlace(INVITE);
}

/** The token of the link to a group that was opened, or undefined. */
export function useJoin() {
  return usePlace(JOIN);
}

/** A link that leads others to a group. */
export function joinOf(token) {
  return `${location.origin}/#/join/${token}`;
}

/** A link that leads others to me. */
export function inviteOf(username) {
  return `${location.origin}/#/add/${username}`;
}

function usePlace(pattern) {
  const [place, setPlace] = useState(find(pattern));
  useEffect(() => {
    const look = () => setPlace(find(pattern));
    addEventListener('hashchange', look);
    addEventListener('popstate', look);
    return () => {
      removeEventListener('hashchange', look);
      removeEventListener('popstate', look);
    };
  }, []);
  return place;
}

function find(pattern) {
  return pattern.exec(location.hash)?.[1];
}
