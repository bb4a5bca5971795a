import { Avatar } from './avatar.js';
import { html } from './html.js';
import { explain } from './strings/index.js';
import { nameOf, Username } from './user-names.js';

/** Somebody in a list, with what can be done about them, and why that has failed. */
export function Person({ user, tall = false, failure, children }) {
  return html`
    <li class=${`person ${tall ? 'person--tall' : ''}`}>
      <${Avatar} user=${user} size="small" />
      <div class="person__who">
        <p class="person__name"><bdi>${nameOf(user)}</bdi></p>
        <p class="person__detail faint">${failure ? explain(failure) : html`<${Username} user=${user} />`}</p>
      </div>
      ${children}
    </li>
  `;
}
