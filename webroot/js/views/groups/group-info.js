import { useEffect, useRef, useState } from 'preact/hooks';
import { leads, personOf } from '../../state/conversation.js';
import { EVERYBODY } from '../../state/mention.js';
import { Avatar } from '../avatar.js';
import { Dialog } from '../dialog.js';
import { MediaPage } from '../files/media-page.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { MoreIcon } from '../more-icons.js';
import { t } from '../strings/index.js';
import { nameOf } from '../user-names.js';
import { Banned } from './banned.js';
import { AddPeople } from './add-people.js';
import { Edit } from './edit.js';
import { End, Leave } from './leave.js';
import { Links } from './links.js';
import { Member } from './member.js';
import { MemberOf } from './member-of.js';
import { Members } from './members.js';
import { NotifyChoice } from './notify-choice.js';
import ReportQuestion from '../report-question.js';
import { RichText } from '../rich-text.js';
import { Reports } from './reports.js';
import { Requests } from './requests.js';
import { Rules } from './rules.js';

const always = () => true;
const leading = (conversation) => leads(conversation);
const adding = (conversation) => leads(conversation) || conversation.group.mayAdd === 'members';

const PAGES = {
  members: { icon: MoreIcon.Person, page: Members, for: always },
  media: { icon: Icon.Picture, page: MediaPage, for: always },
  addPeople: { icon: Icon.AddPerson, page: AddPeople, for: adding },
  links: { icon: MoreIcon.Invite, page: Links, for: adding },
  joinRequests: { icon: Icon.Bell, page: Requests, for: leading, news: 'group.requested' },
  reports: { icon: Icon.Flag, page: Reports, for: leading, news: 'group.reported' },
  editGroup: { icon: MoreIcon.Write, page: Edit, for: leading },
  rules: { icon: MoreIcon.Lock, page: Rules, for: leading },
  banned: { icon: Icon.Block, page: Banned, for: leading },
};

/**
 * What there is to know of a group, and what one may do with it, one page each.
 *
 * @param first the page to begin with, or to leave it
 * @param userId the member to begin with, or everybody
 */
export default function GroupInfo({ id, first = '', userId, onClose }) {
  const { messenger } = useParts();
  const conversation = useStore(messenger.conversations, (all) => all.get(id));
  const [place, setPlace] = useState({ name: userId === EVERYBODY ? 'members' : first, userId });
  const left = useRef('');
  const [reported, report] = useState(0);
  useEffect(() => {
    if (conversation) messenger.groups.look(id).catch(() => {});
    else onClose(); // it has ended, or I belong to it no more
  }, [conversation === undefined]);
  if (!conversation) return null;
  if (first === 'leave') return html`<${Leave} id=${id} onClose=${onClose} />`;
  const { member } = place;
  const user = member?.user ?? (place.userId === messenger.user.id ? messenger.user : personOf(conversation, place.userId));
  const page = PAGES[place.name]?.for(conversation) ? PAGES[place.name].page : undefined;
  const back = () => {
    left.current = place.name;
    setPlace({ name: user ? 'members' : '' });
  };
  const title = user ? nameOf(user) : t(page ? place.name : conversation.group.kind === 'channel' ? 'channelInfo' : 'groupInfo');
  return html`
    <${Dialog} title=${title} tall back=${t('stepBack')} onBack=${page || user ? back : undefined} onClose=${onClose}>
      ${user
        ? html`<${member ? Member : MemberOf} key=${user.id} conversation=${conversation} member=${member} user=${user} onReport=${() => report(user.id)} onDone=${back} onClose=${onClose} />`
        : page
          ? html`<${page} key=${place.name} conversation=${conversation} onMember=${(one) => setPlace({ name: 'members', member: one })} onDone=${back} />`
          : html`<${Main} conversation=${conversation} left=${left.current} onChoose=${(name) => setPlace({ name })} onClose=${onClose} />`}
      ${reported > 0 && html`<${ReportQuestion} conversation=${conversation} userId=${reported} onClose=${() => report(0)} />`}
    <//>
  `;
}

/** @param left the page that was open before: the keyboard goes on there */
function Main({ conversation, left, onChoose, onClose }) {
  const { groups } = useParts().messenger;
  const waiting = useStore(groups.waiting, (all) => all.get(conversation.id));
  const { id, group } = conversation;
  const [asked, ask] = useState('');
  const pages = Object.entries(PAGES).filter(([, page]) => page.for(conversation));
  const owns = group.role === 'owner';
  return html`
    <div class="offer">
      <${Avatar} user=${group} size="huge" />
      <p class="offer__name"><bdi>${group.displayName}</bdi></p>
      <p class="faint">${t(group.kind === 'channel' ? 'kindChannel' : 'kindGroup')} · ${t('memberCount', group.memberCount)}</p>
      ${group.about && html`<div class="offer__about" dir="auto"><${RichText} text=${group.about} /></div>`}
    </div>
    <${NotifyChoice} conversation=${conversation} />
    <ul class="choices">
      ${pages.map(
        ([name, { icon, news }]) => html`
          <li key=${name}>
            <button type="button" class="choice" ref=${name === left ? focus : undefined} onClick=${() => onChoose(name)}>
              <${icon} /><span class="choice__label">${t(name)}</span>${waiting?.has(news) && html`<span class="dot" role="img" aria-label=${t('newHere')} />`}<${MoreIcon.Forward} />
            </button>
          </li>
        `,
      )}
      <li>
        <button type="button" class="choice choice--danger" onClick=${() => ask('leave')}>
          <${MoreIcon.Leave} /><span class="choice__label">${t('leave')}</span>
        </button>
      </li>
      ${owns &&
      html`<li>
        <button type="button" class="choice choice--danger" onClick=${() => ask('end')}>
          <${Icon.Trash} /><span class="choice__label">${t(group.kind === 'channel' ? 'endChannel' : 'endGroup')}</span>
        </button>
      </li>`}
    </ul>
    ${asked === 'leave' && html`<${Leave} id=${id} onClose=${() => ask('')} />`}
    ${asked === 'end' && html`<${End} id=${id} onClose=${() => ask('')} onDone=${onClose} />`}
  `;
}

function focus(element) {
  element?.focus();
}
