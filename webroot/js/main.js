import { h, render } from 'preact';
import { Connection } from './net/connection.js';
import { DeviceStorage } from './net/device-storage.js';
import { Pinger } from './net/pinger.js';
import { Rest } from './net/rest.js';
import { openSockJs } from './net/sockjs-socket.js';
import { Tokens, userOf } from './net/tokens.js';
import { Account } from './state/account.js';
import { deviceName } from './state/device-name.js';
import { Messenger } from './state/messenger.js';
import { Preferences } from './state/preferences.js';
import { Session } from './state/session.js';
import { Store } from './state/store.js';
import { App } from './views/app.js';

// Wires the layers: net to the world, state to net, views to state.

const clock = {
  now: Date.now,
  setTimeout: (work, wait) => setTimeout(work, wait),
  clearTimeout: (timer) => clearTimeout(timer),
};
const rest = new Rest({ fetch: (...request) => fetch(...request) });
const tokens = new Tokens({ rest, locks: navigator.locks, ...clock });
const storage = new DeviceStorage();
const preferences = new Preferences(localStorage);
const session = new Session({ rest, tokens, userOf, memory: localStorage, device: deviceName(navigator.userAgent) });
const account = new Account({ rest, session });
const messenger = new Store(null);

rest.useTokens(tokens);
tokens.onEnded = () => session.value.status === 'in' && session.end('ended');
tokens.onRenewed = (accessToken) => {
  if (session.isOther(accessToken)) location.reload();
  else messenger.value?.connection.extend().catch(() => {});
};

session.subscribe(({ status, user }) => {
  const current = messenger.value;
  if (status === 'in' && current?.user.id === user.id) return;
  current?.stop();
  messenger.set(status === 'in' ? begin(user) : null);
});

function begin(user) {
  const connection = new Connection({ openSocket: openSockJs, tokens, pinger: new Pinger(), ...clock });
  const begun = new Messenger({ user, connection, rest, storage, memory: localStorage, clock });
  begun.onRevoked = () => session.end('ended');
  begun.start();
  return begun;
}

for (const change of ['online', 'offline']) addEventListener(change, () => messenger.value?.connection.check());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') messenger.value?.connection.check();
});
// Another tab has logged out, or in as somebody else.
addEventListener('storage', ({ key, newValue }) => {
  if (key === 'webim.user' && userIn(newValue) !== session.value.user?.id) location.reload();
});

render(h(App, { session, messenger, account, preferences }), document.getElementById('app'));
session.resume();

function userIn(remembered) {
  return remembered ? JSON.parse(remembered).user.id : undefined;
}
