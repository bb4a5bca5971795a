import { Avatar } from '../avatar.js';
import { Empty } from '../empty.js';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { Missed } from '../missed.js';
import { explain, t } from '../strings/index.js';
import { useTask } from '../use-task.js';
import { nameOf, Username } from '../who.js';
import { useDesk } from './use-desk.js';
import { usePages } from './use-pages.js';

/** Who may not come back, and the way back. */
export function Banned({ conversation: { id } }) {
  const desk = useDesk();
  const { found, more, load, failure } = usePages((after) => desk.banned(id, after), 'users');
  if (failure) return html`<${Missed} failure=${failure} onRetry=${load} />`;
  if (found?.length === 0) return html`<${Empty} icon=${Icon.Block} title=${t('bannedNone')} text=${t('bannedNoneText')} />`;
  return html`
    <ul class="section">
      ${found?.map((user) => html`<${BannedPerson} key=${user.id} group=${id} user=${user} onUnbanned=${load} />`)}
    </ul>
    ${more && html`<div class="people__more"><button type="button" class="button" onClick=${more}>${t('more')}</button></div>`}
  `;
}

function BannedPerson({ group, user, onUnbanned }) {
  const desk = useDesk();
  const [unban, { busy, failure }] = useTask(() => desk.unban(group, user.id).then(onUnbanned));
  return html`
    <li class="person">
      <${Avatar} user=${user} size="small" />
      <div class="person__who">
        <p class="person__name"><bdi>${nameOf(user)}</bdi></p>
        <p class="person__detail faint">${failure ? explain(failure) : html`<${Username} user=${user} />`}</p>
      </div>
      <button type="button" class="button button--small" aria-label=${t('unbanNamed', nameOf(user))} aria-disabled=${busy} onClick=${unban}>${t('unban')}</button>
    </li>
  `;
}
