import { useEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from '../avatar.js';
import { Empty } from '../empty.js';
import { html, useParts, useStore } from '../html.js';
import { LoadFailure } from '../load-failure.js';
import { LoadMore } from '../load-more.js';
import { MoreIcon } from '../more-icons.js';
import { SearchField } from '../search-field.js';
import { t } from '../strings/index.js';
import { usePages, useSettled } from '../use-pages.js';
import { nameOf, Username } from '../user-names.js';
import { useGroupCommands } from './use-group-commands.js';

/** As many are seen at a glance. */
const FEW = 12;

/** Who belongs to a group: owners first, then admins. */
export function Members({ conversation, onMember }) {
  const commands = useGroupCommands();
  const { messenger } = useParts();
  const { id, me, group } = conversation;
  const moved = useStore(messenger.groups.moved);
  const [text, setText] = useState('');
  const asked = useSettled(text.trim());
  const list = useRef();
  const { found, more, load, failure } = usePages((after) => commands.members(id, asked, after), 'members', asked);
  useEffect(() => {
    if (found && moved.conversationId === id) load();
  }, [moved]);
  return html`
    ${(group.memberCount > FEW || text) &&
    html`<${SearchField} label=${t('searchMembers')} text=${text} list=${list} onText=${setText} />`}
    ${failure && html`<${LoadFailure} failure=${failure} onRetry=${load} />`}
    <ul ref=${list} class="choices">
      ${found?.map(
        (member) => html`
          <li key=${member.user.id}>
            <button type="button" class="choice" disabled=${member.user.id === me} onClick=${() => onMember(member)}>
              <${Avatar} user=${member.user} size="small" online=${member.online} />
              <span class="person__who">
                <span class="person__name"><bdi>${nameOf(member.user)}</bdi></span>
                <span class="person__detail faint"><${Username} user=${member.user} /></span>
              </span>
              <span class="faint">${standing(member, me)}</span>
              ${member.user.id !== me && html`<${MoreIcon.Forward} />`}
            </button>
          </li>
        `,
      )}
    </ul>
    ${found?.length === 0 && html`<${Empty} title=${t('peopleNone')} text=${t('membersNone')} />`}
    <${LoadMore} more=${more} />
  `;
}

/** What one is in the group, where that is more than one of its members. */
function standing({ user, role }, me) {
  return [user.id === me && t('you'), role !== 'member' && t('roles')[role]].filter(Boolean).join(' · ');
}
