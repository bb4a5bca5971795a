import { useEffect, useState } from 'preact/hooks';
import { Empty } from '../empty.js';
import { html, useParts } from '../html.js';
import { Icon } from '../icons.js';
import { LoadFailure } from '../load-failure.js';
import { Person } from '../person.js';
import { t } from '../strings/index.js';
import { useTask } from '../use-task.js';
import { nameOf } from '../user-names.js';

/** Those whose messages one does not see, and the way back. */
export function Blocked() {
  const { messenger } = useParts();
  const [people, setPeople] = useState(null);
  const [load, { failure }] = useTask(async () => setPeople(await messenger.contacts.blocked()));
  useEffect(() => {
    load();
  }, []);
  if (failure) return html`<${LoadFailure} failure=${failure} onRetry=${load} />`;
  if (people?.length === 0) return html`<${Empty} icon=${Icon.Block} title=${t('blockedNone')} text=${t('blockedNoneText')} />`;
  return html`
    <ul class="section">
      ${people?.map((user) => html`<${BlockedPerson} key=${user.id} user=${user} onUnblocked=${load} />`)}
    </ul>
  `;
}

function BlockedPerson({ user, onUnblocked }) {
  const { messenger } = useParts();
  const [unblock, { busy, failure }] = useTask(() => messenger.contacts.unblock(user.id).then(onUnblocked));
  return html`
    <${Person} user=${user} failure=${failure}>
      <button type="button" class="button button--small" aria-label=${t('unblockNamed', nameOf(user))} aria-disabled=${busy} onClick=${unblock}>
        ${t('unblock')}
      </button>
    <//>
  `;
}
