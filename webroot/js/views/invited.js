import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { contactWith } from '../state/conversations.js';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';
import { Empty } from './empty.js';
import { html, useParts, useStore } from './html.js';
import { LoadFailure } from './load-failure.js';
import { goTo } from './route.js';
import { explain, t } from './strings/index.js';
import { useAccount } from './use-account.js';
import { useTask } from './use-task.js';
import { Username } from './user-names.js';

/** Somebody's invite link was opened: who it is, and whether to add them. Back does not close what came in its place. */
export default function Invited({ username, onClose: leave }) {
  const account = useAccount();
  const { messenger } = useParts();
  const onClose = () => location.hash.split('/')[2] === username && leave();
  const [user, setUser] = useState(null);
  const [look, { failure }] = useTask(async () => setUser((await account.find(username)) ?? { missing: true }));
  useEffect(() => {
    look();
  }, [username]);
  return html`
    <${Dialog} title=${t('invitedTitle')} onClose=${onClose}>
      ${failure && html`<${LoadFailure} failure=${failure} onRetry=${look} />`}
      ${user?.missing && html`<${Empty} title=${t('peopleNone')} text=${t('invitedGone')} />`}
      ${user?.id === messenger.user.id && html`<${Empty} title=${t('invitedSelf')} text=${t('invitedSelfText')} />`}
      ${user?.id && user.id !== messenger.user.id && html`<${Offer} user=${user} onClose=${onClose} />`}
    <//>
  `;
}

function Offer({ user, onClose }) {
  const { messenger } = useParts();
  const there = useStore(messenger.conversations, (all) => contactWith(all, user.id));
  const [open, { busy, failure }] = useTask(async () => goTo(there || (await messenger.contacts.add(user.username))));
  const main = useRef();
  useLayoutEffect(() => main.current.focus(), []);
  return html`
    <div class="offer">
      <${Avatar} user=${user} size="huge" />
      <p class="offer__name"><bdi>${user.displayName}</bdi></p>
      <p class="faint"><${Username} user=${user} /></p>
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
    </div>
    <div class="dialog__buttons">
      <button type="button" class="button" onClick=${onClose}>${t('notNow')}</button>
      <button type="button" class="button button--main" ref=${main} aria-disabled=${busy} onClick=${open}>${t(there ? 'invitedThere' : 'addAndWrite')}</button>
    </div>
  `;
}
