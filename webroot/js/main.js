import { h, render } from 'preact';
import { Connection } from './net/connection.js';
import { DeviceStorage } from './net/device-storage.js';
import { Notifier } from './net/notifier.js';
import { Passkeys } from './net/passkeys.js';
import { Pinger } from './net/pinger.js';
import { Push } from './net/push.js';
import { Rest } from './net/rest.js';
import { servedVersion } from './net/served-version.js';
import { ShellWorker } from './net/shell-worker.js';
import { Locks, allowed, keepsCookies, storageOf } from './net/site-data.js';
import { Sleep } from './net/sleep.js';
import { Tabs } from './net/tabs.js';
import { Tokens, userOf } from './net/tokens.js';
import { deviceName } from './state/device-name.js';
import { Messenger } from './state/messenger.js';
import { Notices } from './state/notices.js';
import { Notifications } from './state/notifications.js';
import { isOurs } from './state/outbox.js';
import { Preferences } from './state/preferences.js';
import { Release } from './state/release.js';
import { Session } from './state/session.js';
import { SiteData } from './state/site-data.js';
import { Store } from './state/store.js';
import { App } from './views/app.js';
import { extras, fetched } from './views/lazy.js';
import { inShort, pushWords } from './views/message-summary.js';
import { goTo, goToList } from './views/route.js';
import { t } from './views/strings/index.js';
import { followTheClock } from './views/today.js';
import { isInUse } from './views/page-use.js';

// Wires the layers: net to the world, state to net, views to state.

/** As much of a message as a notification says. */
const LONGEST = 200;

const clock = {
  now: Date.now,
  setTimeout: (work, wait) => setTimeout(work, wait),
  clearTimeout: (timer) => clearTimeout(timer),
};
// What a browser that blocks site data does not give, webim does without.
const memory = storageOf(() => localStorage);
const visit = storageOf(() => sessionStorage);
const workers = allowed(() => navigator.serviceWorker);
const lockManager = allowed(() => navigator.locks);
const locks = lockManager && new Locks(lockManager);
const rest = new Rest({ fetch: (...request) => fetch(...request) });
const tokens = new Tokens({ rest, locks, ...clock });
const storage = new DeviceStorage();
const preferences = new Preferences(memory);
const passkeys = new Passkeys({ credentials: navigator.credentials, Key: globalThis.PublicKeyCredential });
const session = new Session({
  rest,
  tokens,
  userOf,
  memory,
  device: deviceName(navigator.userAgent),
  passkeys,
});
const messenger = new Store(null);
const tabs = new Tabs({
  locks,
  memory,
  onLine: () => messenger.value?.tabConnection.look(),
});
const cookies = keepsCookies(document);
const siteData = new SiteData({ cookies, memory, storage });
const release = new Release({
  version: document.querySelector('meta[name=webim-version]').content,
  served: () => servedVersion((...request) => fetch(...request)),
  worker: new ShellWorker({ container: workers, caches: allowed(() => caches) }),
  tabs,
  visit,
  isInUse: () => isInUse() || messenger.value?.outbox.value.some(isOurs) === true,
  canReload: () => cookies && memory.lasts !== false && visit.lasts !== false && hasNetwork() && !messenger.value?.away.value,
  reload: () => location.reload(),
  clock,
});
const notifier = new Notifier({
  system: globalThis.Notification,
  worker,
  onClick: openFromNotification,
});
const notifications = new Notifications({
  preferences,
  notifier,
  push: new Push({ rest, worker, caches: allowed(() => caches) }),
  words: pushWords,
});
// Whoever logs in has no use for it before.
let sockets;
// Fetched when there is first something to tell.
let chime;
const sound = { play: async () => (await (chime ??= chimeOf(globalThis.AudioContext))).play() };

rest.useTokens(tokens);
tokens.onEnded = () => session.value.status === 'in' && session.end('ended');
tokens.onRenewed = (accessToken) => {
  if (session.isOther(accessToken)) location.reload();
  else messenger.value?.connection.extend().catch(() => {});
};

session.subscribe(({ status, user, why }) => {
  const current = messenger.value;
  if (status === 'in' && current?.user.id === user.id) return;
  if (current) end(current, { leaving: why !== 'ended' });
  messenger.set(status === 'in' ? begin(user) : null);
});

function begin(user) {
  const connection = new Connection({ prepare, openSocket: () => sockets.openSockJs(), tokens, pinger: new Pinger(), ...clock });
  const begun = new Messenger({ user, connection, rest, storage, memory, visit, hasNetwork, loadMedia, tabs, clock });
  begun.onRevoked = () => session.end('ended');
  begun.onAttention = (id) => tabs.lookAt(id);
  const notices = new Notices({
    conversations: begun.conversations,
    preferences,
    tabs,
    notifier,
    chime: sound,
    words: () => t('newMessage'),
    short: (message) => inShort(message, LONGEST),
    said: (name, words) => t('announce', name, words),
  });
  begun.onNews = (message) => notices.tell(message);
  begun.onErased = (id) => notices.erased(id);
  begun.onUserChanged = (changed) => session.told(changed);
  show(begun);
  notifications.resume().catch(() => {});
  // A server that was away may have come back as another version.
  begun.connected.subscribe(({ status }) => status === 'online' && release.check());
  begun.start();
  return begun;
}

function end(ended, { leaving }) {
  ended.stop();
  tabs.lookAt(null);
  ended.forget({ leaving }).catch(() => {});
  notifications.forget().catch(() => {});
  if (leaving) goToList(); // the chat is none of whoever logs in next
}

// Whatever may follow a sleep or a change of network.
for (const change of ['online', 'offline', 'pageshow']) addEventListener(change, checkConnection);
document.addEventListener('resume', checkConnection);
document.addEventListener('visibilitychange', () => {
  if (messenger.value) show(messenger.value);
  if (isVisible()) checkConnection();
});
addEventListener('pagehide', () => tabs.end());

function show(current) {
  if (isVisible()) tabs.seen();
  current.setVisible(isVisible());
}

// A phone may end a page that is hidden without a further word.
for (const end of ['pagehide', 'visibilitychange']) addEventListener(end, () => messenger.value?.places.save(), true);

function isVisible() {
  return document.visibilityState === 'visible';
}

async function prepare() {
  sockets ??= await fetched(import('./net/sockjs-socket.js'));
}

async function loadMedia(current) {
  const { Media } = await extras();
  return Media.of(current, { locks });
}

async function chimeOf(AudioContext) {
  const { Chime } = await import('./net/chime.js');
  return new Chime(AudioContext, navigator.userActivation);
}

async function worker() {
  return workers?.getRegistration();
}

function checkConnection() {
  messenger.value?.check();
}

function hasNetwork() {
  return navigator.onLine;
}

workers?.addEventListener('message', ({ data }) => data?.open && openFromNotification(data.open));

function openFromNotification(id) {
  window.focus();
  goTo(id);
}

// Another tab has changed something: what is written, the preferences, or who is logged in.
addEventListener('storage', ({ key, newValue }) => {
  if (key === 'webim.preferences') preferences.reload();
  tabs.heard(key, newValue);
  messenger.value?.drafts.heard(key, newValue);
  if (key === 'webim.user' && userIn(newValue) !== session.value.user?.id) location.reload();
});

tabs.start();
followTheClock();
new Sleep({ ...clock, onWake: checkConnection }).watch();
render(h(App, { session, messenger, preferences, release, notifications, siteData }), document.getElementById('app'));
session.resume();
// After everything that the page itself needs.
addEventListener('load', () => release.start());

function userIn(remembered) {
  return remembered ? JSON.parse(remembered).user.id : undefined;
}
