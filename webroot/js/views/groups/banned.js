import { Empty } from '../empty.js';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { LoadFailure } from '../load-failure.js';
import { LoadMore } from '../load-more.js';
import { Person } from '../person.js';
import { t } from '../strings/index.js';
import { usePages } from '../use-pages.js';
import { useTask } from '../use-task.js';
import { nameOf } from '../user-names.js';
import { useGroupCommands } from './use-group-commands.js';

/** Who may not come back, and the way back. */
export function Banned({ conversation: { id } }) {
  const commands = useGroupCommands();
  const { found, more, load, failure } = usePages((after) => commands.banned(id, after), 'users');
  if (failure) return html`<${LoadFailure} failure=${failure} onRetry=${load} />`;
  if (found?.length === 0) return html`<${Empty} icon=${Icon.Block} title=${t('bannedNone')} text=${t('bannedNoneText')} />`;
  return html`
    <ul class="section">
      ${found?.map((user) => html`<${BannedPerson} key=${user.id} group=${id} user=${user} onUnbanned=${load} />`)}
    </ul>
    <${LoadMore} more=${more} />
  `;
}

function BannedPerson({ group, user, onUnbanned }) {
  const commands = useGroupCommands();
  const [unban, { busy, failure }] = useTask(() => commands.unban(group, user.id).then(onUnbanned));
  return html`
    <${Person} user=${user} failure=${failure}>
      <button type="button" class="button button--small" aria-label=${t('unbanNamed', nameOf(user))} aria-disabled=${busy} onClick=${unban}>${t('unban')}</button>
    <//>
  `;
}
