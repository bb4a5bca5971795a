import { mayMentionAll } from '../../state/conversation.js';
import { GroupCommands } from '../../state/group-commands.js';
import { ALL } from '../../state/mention.js';
import { beginsLike, isFoundBy } from '../../state/text-match.js';
import { isGone } from '../user-names.js';

const FRESH = 60_000;
const MOST_KEPT = 20;

/** By the messenger, what was found lately: `{id, word, at, page}`. */
const kept = new WeakMap();

/**
 * Who of a group is meant by the beginning of a name, those who wrote last first, and everybody where I may mention
 * them: what completes it, as `{insert, user?, reach?}`.
 */
export async function membersLike(messenger, id, word) {
  const { members } = await pageOf(messenger, id, word);
  const conversation = messenger.conversations.get(id);
  const wrote = new Map(conversation.messages.map(({ senderId, seq }) => [senderId, seq]));
  const near = (user) => (beginsLike(user, word) ? conversation.lastSeq : 0) + (wrote.get(user.id) ?? 0);
  const people = members
    .map(({ user }) => user)
    .filter((user) => user.id !== conversation.me && !isGone(user) && isFoundBy(user, word))
    .sort((a, b) => near(b) - near(a))
    .map((user) => ({ insert: `@${user.username}`, user }));
  const reach = conversation.group.memberCount - 1;
  const all = reach > 0 && ALL.startsWith(word.toLowerCase()) && mayMentionAll(conversation) ? [{ insert: `@${ALL}`, reach }] : [];
  return word ? [...all, ...people] : [...people, ...all];
}

/** Of a group that fits into one page, and of a word whose beginning has few, the server was asked before. */
function pageOf(messenger, id, word) {
  const now = messenger.clock.now();
  const fresh = (kept.get(messenger) ?? []).filter(({ at }) => now - at < FRESH);
  const known = fresh.find((one) => one.id === id && (one.word === word || (one.whole && word.startsWith(one.word))));
  if (known) return known.page;
  const asked = messenger.conversations.get(id).group.memberCount <= GroupCommands.PAGE ? '' : word;
  const entry = { id, word: asked, at: now, whole: false, page: new GroupCommands(messenger).members(id, asked) };
  kept.set(messenger, [entry, ...fresh].slice(0, MOST_KEPT));
  entry.page.then(
    ({ next }) => (entry.whole = next === undefined),
    () => kept.set(messenger, kept.get(messenger).filter((one) => one !== entry)),
  );
  return entry.page;
}
