import { useEffect, useRef, useState } from 'preact/hooks';
import { Avatar } from '../avatar.js';
import { Dialog, Question } from '../dialog.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { hasKeyboard } from '../keyboard.js';
import { MoreIcon } from '../more-icons.js';
import { goTo } from '../route.js';
import { explain, t } from '../strings/index.js';
import { useTask } from '../use-task.js';
import { Appearance } from './appearance.js';
import { Blocked } from './blocked.js';
import { Connect } from './connect.js';
import { Data } from './account-data.js';
import { Devices } from './devices.js';
import { InvitePage } from './invite-page.js';
import { Notify } from './notify.js';
import { Password } from './password.js';
import { Privacy } from './privacy.js';
import { Profile } from './profile.js';
import { SavedMessages } from './saved-messages.js';
import { SecondFactor } from './second-factor.js';
import { Shortcuts } from './shortcuts-page.js';
import { Username } from '../user-names.js';

const ROOM = matchMedia('(min-width: 820px)');

const PAGES = {
  savedMessages: { icon: Icon.Bookmark, page: SavedMessages },
  profile: { icon: MoreIcon.Person, page: Profile },
  notifications: { icon: Icon.Bell, page: Notify },
  appearance: { icon: MoreIcon.Palette, page: Appearance },
  privacy: { icon: Icon.Eye, page: Privacy },
  changePassword: { icon: MoreIcon.Lock, page: Password },
  secondFactor: { icon: MoreIcon.Key, page: SecondFactor },
  devices: { icon: MoreIcon.Device, page: Devices },
  blockedPeople: { icon: Icon.Block, page: Blocked },
  connect: { icon: MoreIcon.Plug, page: Connect },
  invite: { icon: MoreIcon.Invite, page: InvitePage },
  shortcuts: { icon: MoreIcon.Keyboard, page: Shortcuts },
  data: { icon: MoreIcon.Box, page: Data },
};

/** Everything about the own account and this browser, one page each. */
export default function Settings({ first = '', onClose }) {
  const [chosen, setName] = useState(first);
  const wide = useWide();
  // Where there is room, there is always a page beside the list of them.
  const name = chosen || (wide ? 'profile' : '');
  const { page } = PAGES[name] ?? {};
  const left = useRef('');
  const back = () => {
    left.current = name;
    setName('');
  };
  const menu = wide && html`<h2 class="dialog__side-title">${t('settings')}</h2><${Menu} at=${name} onChoose=${setName} onClose=${onClose} />`;
  return html`
    <${Dialog} title=${t(name || 'settings')} tall side=${menu || undefined} onBack=${page && !wide ? back : undefined} onClose=${onClose}>
      ${page ? html`<${page} key=${name} onClose=${onClose} />` : html`<${Menu} left=${left.current} onChoose=${setName} onClose=${onClose} />`}
    <//>
  `;
}

/**
 * @param left the page that was open before: the keyboard goes on there
 * @param at the page beside it
 */
function Menu({ left, at, onChoose, onClose }) {
  const { session } = useParts();
  const user = useStore(session, (value) => value.user);
  const pages = Object.entries(PAGES).filter(([name]) => name !== 'shortcuts' || hasKeyboard());
  return html`
    <div class="beside settings__me">
      <${Avatar} user=${user} size="large" />
      <div class="beside__grow">
        <p class="settings__name"><bdi>${user.displayName}</bdi></p>
        <p class="person__detail faint"><${Username} user=${user} /></p>
      </div>
    </div>
    <ul class="choices">
      <li><${Notes} onClose=${onClose} /></li>
      ${pages.map(
        ([name, { icon }]) => html`
          <li>
            <button type="button" class="choice" ref=${name === left ? focus : undefined} aria-current=${name === at ? 'page' : undefined} autofocus=${name === at} onClick=${() => onChoose(name)}>
              <${icon} /><span class="choice__label">${t(name)}</span><${MoreIcon.Forward} />
            </button>
          </li>
        `,
      )}
      <li><${LogOut} /></li>
    </ul>
  `;
}

/** To the chat with oneself, which is there from then on. */
function Notes({ onClose }) {
  const { messenger } = useParts();
  const [open, { busy, failure }] = useTask(async () => {
    const known = messenger.conversations.withPeer(messenger.user.id);
    const id = known?.id ?? (await messenger.contacts.self());
    onClose();
    goTo(id);
  });
  return html`
    <button type="button" class="choice" aria-disabled=${busy} onClick=${open}>
      <${MoreIcon.Write} /><span class="choice__label">${t('notes')}</span><${MoreIcon.Forward} />
    </button>
    ${failure && html`<p ref=${show} class="notice" role="alert">${explain(failure)}</p>`}
  `;
}

/**
 * Asks only where something would be lost. Why it failed stands below the button, until the next try or until the server
 * is there again.
 */
function LogOut() {
  const { messenger, session } = useParts();
  const [failure, setFailure] = useState(null);
  const [asking, ask] = useState(false);
  const [logOut, { busy }] = useTask(() => {
    setFailure(null);
    return session.logout().catch(setFailure);
  });
  const askOrLogOut = async () => ((await messenger.hasUnsent()) ? ask(true) : logOut());
  const online = useStore(messenger.connected, ({ status }) => status === 'online');
  useEffect(() => {
    if (online) setFailure(null);
  }, [online]);
  return html`
    <button type="button" class="choice choice--danger" aria-disabled=${busy} onClick=${askOrLogOut}>
      <${MoreIcon.Leave} /><span class="choice__label">${t('logOut')}</span>
    </button>
    ${failure && html`<p ref=${show} class="notice" role="alert">${explain(failure)}</p>`}
    ${asking &&
    html`<${Question}
      title=${t('logOutTitle')}
      text=${t('logOutText')}
      choices=${[{ label: t('logOut'), danger: true, act: logOut }]}
      onClose=${() => ask(false)}
    />`}
  `;
}

/** Whether there is room for the list of pages beside a page. */
function useWide() {
  const [wide, setWide] = useState(ROOM.matches);
  useEffect(() => {
    const look = () => setWide(ROOM.matches);
    ROOM.addEventListener('change', look);
    return () => ROOM.removeEventListener('change', look);
  }, []);
  return wide;
}

function focus(element) {
  element?.focus();
}

function show(element) {
  element?.scrollIntoView({ block: 'nearest' });
}
