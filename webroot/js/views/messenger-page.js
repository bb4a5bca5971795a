import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { faceOf } from '../state/conversation.js';
import { Announcer } from './announcer.js';
import { useAttention } from './attention.js';
import { BlockedBanner } from './blocked-banner.js';
import { Conversation } from './conversation.js';
import { Empty } from './empty.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { hasKeyboard } from './keyboard.js';
import { lazy } from './lazy.js';
import { answerHere } from './message-actions.js';
import { OfflineBanner } from './offline-banner.js';
import { goTo, goToList, useInvite, useJoin, useOpenConversation } from './route.js';
import { useShortcuts } from './shortcuts.js';
import { Sidebar } from './sidebar.js';
import { t } from './strings/index.js';
import { useTitle } from './title.js';
import { nameOf } from './user-names.js';
import { Toast, say } from './toast.js';

const AddContact = lazy('AddContact');
const Settings = lazy('Settings');
const InviteDialog = lazy('InviteDialog');
const Invited = lazy('Invited');
const Joining = lazy('Joining');
const NewGroup = lazy('NewGroup');
const Welcome = lazy('Welcome');

const LONG_ENOUGH = 2000;
/** Whoever leaves goes to the list meanwhile. */
const SOON = 400;

/** The list beside the conversation; on a phone one at a time. */
export function MessengerPage() {
  const { messenger } = useParts();
  const id = useOpenConversation();
  const invite = useInvite();
  const token = useJoin();
  const known = useStore(messenger.conversations, (all) => all.has(id));
  const left = useLeft(id);
  const alone = useStore(messenger.conversations, (all) => all.size === 0);
  const loaded = useStore(messenger.loaded);
  const away = useStore(messenger.away, (why) => why !== '');
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const add = (name = '') => setDialog({ add: name });
  useReturnToRow(id);
  useShortcuts({
    add: () => add(),
    settings: () => setDialog('settings'),
    help: () => setDialog('shortcuts'),
    search: () => document.querySelector('.side-search input')?.focus(),
    next: () => step(1),
    previous: () => step(-1),
    reply: () => answerHere(messenger, id),
    close: () => id && goToList(),
  });
  useAttention(messenger, id);
  useTitle(messenger);
  useAsked(messenger);
  // Before anything else can be opened.
  useLayoutEffect(() => {
    document.body.scrollIntoView();
    close();
  }, [id]);
  return html`
    <main class=${`shell ${known ? 'shell--reading' : ''} ${away ? 'shell--away' : ''}`}>
      <div class="shell__banners">
        <${BlockedBanner} />
        <${OfflineBanner} />
      </div>
      <div class="shell__side">
        <${Sidebar} chosen=${id} onAdd=${add} onInvite=${() => setDialog('invite')} onProfile=${() => setDialog('me')} onSettings=${() => setDialog('settings')} />
      </div>
      <section class="shell__main">
        ${known ? html`<${Conversation} key=${id} id=${id} />` : alone && !left ? loaded && html`<${Welcome} />` : html`<${NoneOpen} key=${id} id=${id} left=${left} onAdd=${() => add()} onGroup=${() => setDialog('group')} />`}
      </section>
      ${dialog?.add !== undefined && html`<${AddContact} name=${dialog.add} onInvite=${() => setDialog('invite')} onGroup=${() => setDialog('group')} onClose=${close} />`}
      ${dialog === 'group' && html`<${NewGroup} onClose=${close} />`}
      ${dialog === 'invite' && html`<${InviteDialog} onClose=${close} />`}
      ${dialog === 'settings' && html`<${Settings} onClose=${close} />`}
      ${dialog === 'me' && html`<${Settings} first="profile" onClose=${close} />`}
      ${dialog === 'shortcuts' && html`<${Settings} first="shortcuts" onClose=${close} />`}
      ${invite && html`<${Invited} key=${invite} username=${invite} onClose=${goToList} />`}
      ${token && html`<${Joining} key=${token} token=${token} onClose=${goToList} />`}
      <${Announcer} open=${id} />
      <${Toast} />
    </main>
  `;
}

/** Says what waits for those who lead a group. */
function useAsked({ conversations, groups }) {
  useEffect(
    () =>
      groups.asked.subscribe(({ type, conversationId, user }) => {
        if (type === 'group.handled') return;
        const conversation = conversations.get(conversationId);
        const name = nameOf(faceOf(conversation));
        if (!conversation.muted) say(user ? t('asksToJoin', nameOf(user), name) : t('newReport', name));
      }),
    [groups],
  );
}

/** What the open group was called, once I belong to it no more. */
function useLeft(id) {
  const { messenger } = useParts();
  const group = useStore(messenger.conversations, (all) => all.get(id)?.group);
  const last = useRef({});
  if (group || last.current.id !== id) last.current = { id, group };
  return group ? undefined : last.current.group;
}

/**
 * Nothing is open: what one may do. A chat that the address names and that is not there a while after all were told is none of
 * this user's.
 */
function NoneOpen({ id, left, onAdd, onGroup }) {
  const { messenger, preferences } = useParts();
  const singles = useStore(preferences, (value) => value.shortcuts);
  const synced = useStore(messenger.synced);
  const [missing, setMissing] = useState(false);
  const tell = () => {
    setMissing(true);
    const words = t(...whyMissing(left));
    if (document.querySelector('.shell__main').offsetHeight > 0) return;
    say(words); // on a phone there is only the list
    goToList();
  };
  useEffect(() => {
    const timer = id && synced && setTimeout(tell, left ? SOON : LONG_ENOUGH);
    return () => clearTimeout(timer);
  }, [synced]);
  return html`
    <${Empty} icon=${Mark} title=${missing ? t(...whyMissing(left)) : t('chooseChat')} text=${t(missing && left ? 'removedText' : 'chooseChatText')}>
      <div class="empty__ways">
        <button type="button" class="button button--main" onClick=${onAdd}><${Icon.AddPerson} />${t('startChat')}</button>
        <button type="button" class="button" onClick=${onGroup}>${t('startGroup')}</button>
      </div>
      ${hasKeyboard() && singles && html`<p class="empty__keys faint"><kbd>/</kbd> ${t('keySearch')} <kbd>?</kbd> ${t('keyAll')}</p>`}
    <//>
  `;
}

function Mark() {
  return html`<img src="/icon.svg" alt="" width="72" height="72" />`;
}

/** Of a group that was here until now, that one was removed. */
function whyMissing(left) {
  return left ? ['removedFrom', nameOf(left)] : ['chatMissing'];
}

/** To the conversation below or above the open one, as the list has them. */
function step(by) {
  const rows = [...document.querySelectorAll('a.row')];
  const at = rows.findIndex((row) => row.getAttribute('aria-current') === 'page');
  const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
  if (next) goTo(Number(next.hash.split('/').pop()));
}

/** Back in the list, the keyboard is where it was before, or where that was removed at the beginning. */
function useReturnToRow(id) {
  const before = useRef(id);
  useEffect(() => {
    if (before.current && !id) (document.querySelector(`.row[href$="/${before.current}"]`) ?? document.querySelector('.row'))?.focus();
    before.current = id;
  }, [id]);
}
