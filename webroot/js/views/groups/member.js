import { useState } from 'preact/hooks';
import { contactWith } from '../../state/conversations.js';
import { leads } from '../../state/conversation.js';
import { Avatar } from '../avatar.js';
import { Question } from '../dialog.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { MoreIcon } from '../more-icons.js';
import { goTo } from '../route.js';
import { explain, t } from '../strings/index.js';
import { useTask } from '../use-task.js';
import { isGone, nameOf, Username } from '../user-names.js';
import { useGroupCommands } from './use-group-commands.js';

/** One member, and what I may do about them. */
export function Member({ conversation, member, onReport, onDone, onClose }) {
  const commands = useGroupCommands();
  const { messenger } = useParts();
  const { id, me, group } = conversation;
  const { user, role } = member;
  const name = nameOf(user);
  const there = useStore(messenger.conversations, (all) => contactWith(all, user.id));
  const blocked = useStore(messenger.conversations, () => messenger.conversations.withPeer(user.id)?.blocked === true);
  const [question, setQuestion] = useState(null);
  const [act, { failure }] = useTask((work) => work());
  const owns = group.role === 'owner';
  const mayRemove = role && user.id !== me && leads(conversation) && (owns || role === 'member');
  const write = () =>
    act(async () => {
      const chat = there || (await messenger.contacts.add(user.username));
      onClose();
      goTo(chat);
    });
  const appoint = (next) => () => act(() => commands.appoint(id, user.id, next).then(onDone));
  const ask = (title, text, ...works) => () =>
    setQuestion({ title: t(title, name), text: t(text), choices: works.map(([words, work]) => ({ label: t(words), danger: true, act: () => act(() => work().then(onDone)) })) });
  const block = () => setQuestion({ title: t('blockTitle', name), text: t('blockText'), choices: [{ label: t('block'), danger: true, act: () => act(() => messenger.contacts.block(user.id)) }] });
  const unblock = () => act(() => messenger.contacts.unblock(user.id));
  const choices = [
    user.id !== me && !isGone(user) && { label: t('writeTo'), icon: MoreIcon.Write, do: write },
    user.id !== me && (blocked || !isGone(user)) && { label: t(blocked ? 'unblock' : 'block'), icon: Icon.Block, do: blocked ? unblock : block },
    user.id !== me && { label: t('report'), icon: Icon.Flag, do: onReport },
    owns && role === 'member' && { label: t('makeAdmin'), icon: MoreIcon.Key, do: appoint('admin') },
    owns && role === 'admin' && { label: t('makeMember'), icon: MoreIcon.Person, do: appoint('member') },
    owns && role && role !== 'owner' && !user.bot && { label: t('handOver'), icon: MoreIcon.Leave, do: ask('handOverTitle', 'handOverText', ['handOverDo', () => commands.handOver(id, user.id, me)]) },
    mayRemove && { label: t('removeMember'), icon: Icon.RemovePerson, danger: true, do: ask('removeMemberTitle', 'removeMemberText', ['removeMember', () => commands.expel(id, user.id)]) },
    mayRemove && {
      label: t('ban'),
      icon: Icon.Block,
      danger: true,
      do: ask('banTitle', 'banText', ['ban', () => commands.expel(id, user.id, { ban: true })], ['banAndDelete', () => commands.expel(id, user.id, { ban: true, deleteMessages: true })]),
    },
  ].filter(Boolean);
  return html`
    <div class="offer">
      <${Avatar} user=${user} size="huge" online=${member.online} />
      <p class="offer__name"><bdi>${name}</bdi></p>
      <p class="faint"><${Username} user=${user} /> · ${role ? t('roles')[role] : t('noMember')}</p>
    </div>
    ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
    <ul class="choices section">
      ${choices.map(
        (one) => html`
          <li key=${one.label}>
            <button type="button" class=${`choice ${one.danger ? 'choice--danger' : ''}`} onClick=${one.do}>
              <${one.icon} /><span class="choice__label">${one.label}</span>
            </button>
          </li>
        `,
      )}
    </ul>
    ${question && html`<${Question} ...${question} onClose=${() => setQuestion(null)} />`}
  `;
}
