import { html } from '../html.js';
import { LoadFailure } from '../load-failure.js';
import { explain, t } from '../strings/index.js';
import { moment } from '../times.js';
import { usePages } from '../use-pages.js';
import { useTask } from '../use-task.js';
import { InviteLink } from './invite-link.js';
import { useGroupCommands } from './use-group-commands.js';

/** The links by which others come to a group. */
export function Links({ conversation: { id } }) {
  const commands = useGroupCommands();
  // One may be made before the list has come for the first time.
  const { found: links, load, failure } = usePages(async () => ({ links: await commands.invites(id) }), 'links');
  return html`
    <section class="section"><${InviteLink} id=${id} onMade=${load} /></section>
    <section class="section">
      <h3 class="section__title">${t('openLinks')}</h3>
      ${failure && html`<${LoadFailure} failure=${failure} onRetry=${load} />`}
      ${links?.length === 0 && html`<p class="faint">${t('noLinks')}</p>`}
      <ul>
        ${links?.map((link) => html`<${Link} key=${link.id} group=${id} link=${link} onRevoked=${load} />`)}
      </ul>
    </section>
  `;
}

function Link({ group, link, onRevoked }) {
  const commands = useGroupCommands();
  const [revoke, { busy, failure }] = useTask(() => commands.revoke(group, link.id).then(onRevoked));
  const used = link.uses ? t('linkUsedOf', link.used, link.uses) : t('linkUsed', link.used);
  const until = link.expiresAt ? t('linkUntil', moment(Date.parse(link.expiresAt))) : t('linkForEver');
  return html`
    <li class="person">
      <div class="person__who">
        <p class="person__note">${until}</p>
        <p class="person__note faint">${failure ? explain(failure) : [used, link.approval && t('linkAsks')].filter(Boolean).join(' · ')}</p>
      </div>
      <button type="button" class="button button--small button--quiet-danger" aria-label=${t('revokeLink', until)} aria-disabled=${busy} onClick=${revoke}>
        ${t('revokeDo')}
      </button>
    </li>
  `;
}
