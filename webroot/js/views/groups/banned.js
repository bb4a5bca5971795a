import { Empty } from '../empty.js';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { Missed } from '../missed.js';
import { More } from '../more.js';
import { Person } from '../person.js';
import { t } from '../strings/index.js';
import { usePages } from '../use-pages.js';
import { useTask } from '../use-task.js';
import { nameOf } from '../who.js';
import { useDesk } from './use-desk.js';

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
    <${More} more=${more} />
  `;
}

function BannedPerson({ group, user, onUnbanned }) {
  const desk = useDesk();
  const [unban, { busy, failure }] = useTask(() => desk.unban(group, user.id).then(onUnbanned));
  return html`
    <${Person} user=${user} failure=${failure}>
      <button type="button" class="button button--small" aria-label=${t('unbanNamed', nameOf(user))} aria-disabled=${busy} onClick=${unban}>${t('unban')}</button>
    <//>
  `;
}
