import { useEffect, useState } from 'preact/hooks';
import { Avatar } from '../avatar.js';
import { Empty } from '../empty.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { Missed } from '../missed.js';
import { MoreIcon } from '../more-icons.js';
import { t } from '../strings/index.js';
import { nameOf, Username } from '../who.js';
import { useDesk } from './use-desk.js';
import { usePages } from './use-pages.js';

/** As many are seen at a glance. */
const FEW = 12;

/** Who belongs to a group: owners first, then admins. */
export function Members({ conversation, onMember }) {
  const desk = useDesk();
  const { messenger } = useParts();
  const { id, me, group } = conversation;
  const moved = useStore(messenger.groups.moved);
  const [text, setText] = useState('');
  const asked = text.trim();
  const { found, more, load, failure } = usePages((after) => desk.members(id, asked, after), 'members', asked);
  useEffect(() => {
    if (found && moved.conversationId === id) load();
  }, [moved]);
  return html`
    ${(group.memberCount > FEW || text) &&
    html`<div class="search">
      <${Icon.Search} />
      <input
        class="input"
        type="search"
        aria-label=${t('searchMembers')}
        placeholder=${t('searchMembers')}
        autocomplete="off"
        maxlength="64"
        value=${text}
        onInput=${(event) => setText(event.target.value)}
      />
    </div>`}
    ${failure && html`<${Missed} failure=${failure} onRetry=${load} />`}
    <ul class="choices">
      ${found?.map(
        (member) => html`
          <li key=${member.user.id}>
            <button type="button" class="choice" disabled=${member.user.id === me} onClick=${() => onMember(member)}>
              <${Avatar} user=${member.user} size="small" online=${member.online} />
              <span class="person__who">
                <span class="person__name"><bdi>${nameOf(member.user)}</bdi></span>
                <span class="person__detail faint"><${Username} user=${member.user} /></span>
              </span>
              <span class="faint">${member.user.id === me ? t('you') : member.role !== 'member' && t('roles')[member.role]}</span>
              ${member.user.id !== me && html`<${MoreIcon.Forward} />`}
            </button>
          </li>
        `,
      )}
    </ul>
    ${found?.length === 0 && html`<${Empty} title=${t('peopleNone')} text=${t('membersNone')} />`}
    ${more && html`<div class="people__more"><button type="button" class="button" onClick=${more}>${t('more')}</button></div>`}
  `;
}
