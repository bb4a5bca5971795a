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

/** Who asks to be let in. */
export function Requests({ conversation: { id } }) {
  const desk = useDesk();
  const { found, more, load, failure } = usePages((after) => desk.requests(id, after), 'users');
  if (failure) return html`<${Missed} failure=${failure} onRetry=${load} />`;
  if (found?.length === 0) return html`<${Empty} icon=${Icon.Bell} title=${t('requestsNone')} text=${t('requestsNoneText')} />`;
  return html`
    <ul class="section">
      ${found?.map((user) => html`<${Request} key=${user.id} group=${id} user=${user} onAnswered=${load} />`)}
    </ul>
    ${more && html`<div class="people__more"><button type="button" class="button" onClick=${more}>${t('more')}</button></div>`}
  `;
}

function Request({ group, user, onAnswered }) {
  const desk = useDesk();
  const [answer, { busy, failure }] = useTask((letsIn) => (letsIn ? desk.approve(group, user.id) : desk.decline(group, user.id)).then(onAnswered));
  const name = nameOf(user);
  return html`
    <li class="person">
      <${Avatar} user=${user} size="small" />
      <div class="person__who">
        <p class="person__name"><bdi>${name}</bdi></p>
        <p class="person__detail faint">${failure ? explain(failure) : html`<${Username} user=${user} />`}</p>
      </div>
      <button type="button" class="button button--small" aria-label=${t('declineNamed', name)} aria-disabled=${busy} onClick=${() => answer(false)}>${t('decline')}</button>
      <button type="button" class="button button--small button--main" aria-label=${t('letInNamed', name)} aria-disabled=${busy} onClick=${() => answer(true)}>
        ${t('letIn')}
      </button>
    </li>
  `;
}
