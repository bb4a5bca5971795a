import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from '../avatar.js';
import { Dialog } from '../dialog.js';
import { Empty } from '../empty.js';
import { html, useParts, useStore } from '../html.js';
import { LoadFailure } from '../load-failure.js';
import { RichText } from '../rich-text.js';
import { goTo } from '../route.js';
import { explain, t } from '../strings/index.js';
import { useTask } from '../use-task.js';
import { useGroupCommands } from './use-group-commands.js';

/** A link to a group was opened: what it is, and whether to join. Back does not close what came in its place. */
export default function Joining({ token, onClose: leave }) {
  const commands = useGroupCommands();
  const [found, setFound] = useState(null);
  const [asked, setAsked] = useState(false);
  const onClose = () => location.hash.split('/')[2] === token && leave();
  const [look, { failure }] = useTask(async () => setFound(await commands.preview(token)));
  useEffect(() => {
    look();
  }, [token]);
  const { conversations } = useParts().messenger;
  const count = useStore(conversations, (all) => all.size);
  // Which of the chats that come is the one that was asked for, only the link says.
  useEffect(() => {
    if (asked) commands.preview(token).then(({ conversationId: there }) => there && goTo(there), () => {});
  }, [asked, count]);
  const gone = failure?.code === 'invite_not_found';
  return html`
    <${Dialog} title=${t(gone ? 'groupLink' : 'invitedTitle')} onClose=${onClose}>
      ${failure && !gone && html`<${LoadFailure} failure=${failure} onRetry=${look} />`}
      ${gone && html`<${Empty} title=${t('linkGone')} text=${t('linkGoneText')} />`}
      ${asked && html`<${Empty} title=${t('joinAsked')} text=${t('joinAskedText')} />`}
      ${found && !asked && html`<${Offer} token=${token} group=${found} onAsked=${() => setAsked(true)} onClose=${onClose} />`}
    <//>
  `;
}

function Offer({ token, group, onAsked, onClose }) {
  const commands = useGroupCommands();
  const { conversationId: there, kind, title, about, memberCount, approval } = group;
  const [join, { busy, failure }] = useTask(async () => {
    const id = there ?? (await commands.join(token));
    if (id) goTo(id);
    else onAsked();
  });
  const main = useRef();
  useLayoutEffect(() => main.current.focus(), []);
  // Its picture can be fetched by those alone who know which group it is.
  const face = { id: there ?? 0, username: '', displayName: title, kind, picture: there && group.picture };
  return html`
    <div class="offer">
      <${Avatar} user=${face} size="huge" />
      <p class="offer__name"><bdi>${title}</bdi></p>
      <p class="faint">${t(kind === 'channel' ? 'kindChannel' : 'kindGroup')} · ${t('memberCount', memberCount)}</p>
      ${about && html`<div class="offer__about" dir="auto"><${RichText} text=${about} /></div>`}
      ${approval && !there && html`<p class="faint">${t('joinApproval')}</p>`}
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
    </div>
    <div class="dialog__buttons">
      <button type="button" class="button" onClick=${onClose}>${t('notNow')}</button>
      <button type="button" class="button button--main" ref=${main} aria-disabled=${busy} onClick=${join}>
        ${t(there ? 'invitedThere' : approval ? 'joinAsk' : 'joinNow')}
      </button>
    </div>
  `;
}
