import { useEffect } from 'preact/hooks';
import { Empty } from '../empty.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { LoadFailure } from '../load-failure.js';
import { LoadMore } from '../load-more.js';
import { Person } from '../person.js';
import { t } from '../strings/index.js';
import { usePages } from '../use-pages.js';
import { useTask } from '../use-task.js';
import { nameOf } from '../user-names.js';
import { useGroupCommands } from './use-group-commands.js';

/** Who asks to be let in. */
export function Requests({ conversation: { id } }) {
  const commands = useGroupCommands();
  const { groups } = useParts().messenger;
  const asked = useStore(groups.asked);
  const { found, more, load, failure } = usePages((after) => commands.requests(id, after), 'users');
  useEffect(() => {
    groups.looked(id, 'group.requested');
    if (found && asked.conversationId === id) load();
  }, [asked]);
  if (failure) return html`<${LoadFailure} failure=${failure} onRetry=${load} />`;
  if (found?.length === 0) return html`<${Empty} icon=${Icon.Bell} title=${t('requestsNone')} text=${t('requestsNoneText')} />`;
  return html`
    <ul class="section">
      ${found?.map((user) => html`<${Request} key=${user.id} group=${id} user=${user} onAnswered=${load} />`)}
    </ul>
    <${LoadMore} more=${more} />
  `;
}

function Request({ group, user, onAnswered }) {
  const commands = useGroupCommands();
  const [answer, { busy, failure }] = useTask((letsIn) => (letsIn ? commands.approve(group, user.id) : commands.decline(group, user.id)).then(onAnswered));
  const name = nameOf(user);
  return html`
    <${Person} user=${user} tall failure=${failure}>
      <button type="button" class="button button--small" aria-label=${t('declineNamed', name)} aria-disabled=${busy} onClick=${() => answer(false)}>${t('decline')}</button>
      <button type="button" class="button button--small button--main" aria-label=${t('letInNamed', name)} aria-disabled=${busy} onClick=${() => answer(true)}>
        ${t('letIn')}
      </button>
    <//>
  `;
}
