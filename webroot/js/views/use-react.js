import { withUsed } from '../state/reactions.js';
import { useParts } from './html.js';
import { explain } from './strings/index.js';
import { say } from './toast.js';

/** What reacts to a message, or takes a reaction back. */
export function useReact() {
  const { messenger } = useParts();
  return (message, emoji) => messenger.react(message, emoji).catch((failure) => say(explain(failure)));
}

/** The same of an emoji that was chosen, which is offered again from then on. */
export function useChosenReaction() {
  const { preferences } = useParts();
  const react = useReact();
  return (message, emoji) => {
    preferences.choose({ reactions: withUsed(preferences.value.reactions, emoji) });
    return react(message, emoji);
  };
}
