import { useEffect } from 'preact/hooks';
import { Empty } from '../empty.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { LoadFailure } from '../load-failure.js';
import { LoadMore } from '../load-more.js';
import { Person } from '../person.js';
import { t } from '../strings/index.js';
import { moment } from '../times.js';
import { usePages } from '../use-pages.js';
import { useTask } from '../use-task.js';
import { nameOf } from '../user-names.js';
import { useGroupCommands } from './use-group-commands.js';

/** What members have reported of each other, until somebody has seen to it. */
export function Reports({ conversation: { id } }) {
  const commands = useGroupCommands();
  const { found, more, load, failure } = usePages((after) => commands.reports(id, after), 'reports');
  const { groups } = useParts().messenger;
  const asked = useStore(groups.asked);
  useEffect(() => {
    groups.looked(id, 'group.reported');
    if (found && asked.conversationId === id) load();
  }, [asked]);
  if (failure) return html`<${LoadFailure} failure=${failure} onRetry=${load} />`;
  if (found?.length === 0) return html`<${Empty} icon=${Icon.Flag} title=${t('reportsNone')} text=${t('reportsNoneText')} />`;
  return html`
    <ul class="section">
      ${found?.map((report) => html`<${Report} key=${report.id} group=${id} report=${report} onHandled=${load} />`)}
    </ul>
    <${LoadMore} more=${more} />
  `;
}

function Report({ group, report, onHandled }) {
  const commands = useGroupCommands();
  const { user, reason, note, text, reportedAt } = report;
  const [handle, { busy, failure }] = useTask(() => commands.handle(group, report.id).then(onHandled));
  return html`
    <${Person} user=${user} tall failure=${failure}>
      <button type="button" class="button button--small" aria-label=${t('handledNamed', nameOf(user))} aria-disabled=${busy} onClick=${handle}>${t('handled')}</button>
      <div class="report">
        <p>${t('reportReasons')[reason] ?? reason} · <time class="faint" datetime=${reportedAt}>${moment(Date.parse(reportedAt))}</time></p>
        ${note && html`<p dir="auto">${note}</p>`}
        ${text && html`<blockquote class="report__text" dir="auto">${text}</blockquote>`}
      </div>
    <//>
  `;
}
