import { EVERYBODY } from '../state/mention.js';
import { html } from './html.js';
import { nameOf } from './user-names.js';

/** A name in a text, of somebody whom the message mentions; a press tells who that is. Where it is me it stands out. */
export function Mention({ text, user, me, onPress }) {
  const isAll = user.id === EVERYBODY;
  const mine = me > 0 && (isAll || user.id === me);
  const press = () => onPress(user);
  const onKeyDown = (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    press();
  };
  // Not a button: what is one cannot be marked and copied with the text around it.
  return html`
    <span class=${`mention ${mine ? 'mention--me' : ''}`} role="button" tabindex="0" title=${isAll ? undefined : nameOf(user)} onClick=${press} onKeyDown=${onKeyDown}>${text}</span>
  `;
}
