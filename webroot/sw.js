// Opens the page without a network and shows what happened while it was closed. Each version of the client is kept
// whole in a cache of its own, so that no page ever runs half of each.
importScripts('/files.js');

const { version, files } = self.webim;
const PREFIX = 'webim ';
const CACHE = PREFIX + version;
const PAGE = '/index.html';
const MOST_RELOADS = 20;
/** How long a page that was replaced has to load its scripts: on a busy machine it is given more each time. */
const PATIENCE = [2_000, 4_000, 8_000, 16_000];

let reloads = 0;
let loading = null;

addEventListener('install', (event) => event.waitUntil(keepAll()));
addEventListener('activate', (event) => event.waitUntil(takeOver()));
addEventListener('message', (event) => event.data === 'take over' && event.waitUntil(self.skipWaiting().then(wakeBlankPages)));
addEventListener('push', (event) => event.waitUntil(tell(read(event.data))));
addEventListener('notificationclick', (event) => event.waitUntil(open(event.notification)));
addEventListener('fetch', (event) => {
  const { method, mode, url, destination } = event.request;
  if (destination === 'script') loading?.add(event.clientId);
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin) return;
  if (mode === 'navigate' && pathname === '/') event.respondWith(page());
  else if (files[pathname]) event.respondWith(kept(pathname, event.request));
});

// The page tells by itself while it is open; browsers want each push to show something all the same, also one of a server
// that is newer than this worker.
async function tell({ type, conversationId, sender, sentAt, text, files, title }) {
  const known = type === 'message' && typeof sender?.displayName === 'string';
  const ours = await words();
  const said = (known && saidIn(text, files, ours)) || ours.newMessage || 'New message';
  const inGroup = known && typeof title === 'string';
  await self.registration.showNotification(inGroup ? title : known ? sender.displayName : 'webim', {
    body: inGroup ? `${sender.displayName}: ${said}` : said,
    tag: Number.isSafeInteger(conversationId) ? `conversation-${conversationId}` : 'news',
    renotify: true,
    timestamp: Date.parse(sentAt) || Date.now(),
    icon: known && sender.picture ? `/api/users/${sender.id}/picture?v=${sender.picture}&size=256` : '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    data: { id: conversationId },
  });
}

/** What files are, by their media types, and what was written with them. */
function saidIn(text, files, words) {
  return [Array.isArray(files) && inWords(files.map(String), words), typeof text === 'string' && text].filter(Boolean).join(': ');
}

function inWords(types, words) {
  const [kind, ...others] = new Set(types.map((type) => type.split('/')[0]));
  const name = (others.length === 0 && { image: 'photo', video: 'video', audio: 'voice' }[kind]) || 'file';
  return types.length === 1 ? words[name] : words[`${name}s`]?.replace('#', types.length);
}

function read(data) {
  try {
    return data.json() ?? {};
  } catch {
    return {};
  }
}

// In the language of the page, which leaves them here.
async function words() {
  const kept = await (await caches.open('webim-words')).match('/words');
  return kept ? kept.json() : {};
}

async function open(notification) {
  notification.close();
  const id = notification.data?.id ?? '';
  const pages = await clients.matchAll({ type: 'window' });
  const page = pages.find((one) => one.visibilityState === 'visible') ?? pages[0];
  if (!page) return clients.openWindow(id ? `/#/chats/${id}` : '/');
  if (id) page.postMessage({ open: id });
  return page.focus();
}

// What does not match its hash belongs to another version: then this one is not installed, and tried again later.
async function keepAll() {
  const cache = await caches.open(CACHE);
  const fetched = Object.entries(files).map(async ([path, integrity]) => {
    const response = await fetch(path, { integrity, cache: 'no-cache', credentials: 'same-origin' });
    if (!response.ok) throw new TypeError(`${path}: ${response.status}`);
    await cache.put(path, response);
  });
  await Promise.all(fetched);
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

// A newer version that waits takes over at the next navigation, which is then done once more, by it. Without a network the
// page stays with what it has kept.
async function page() {
  const { waiting } = self.registration;
  if (waiting && navigator.onLine && reloads++ < MOST_RELOADS) {
    waiting.postMessage('take over');
    const again = '<link rel="icon" href="/icon.svg"><script>location.reload()</script>';
    return new Response(again, { headers: { 'Content-Type': 'text/html' } });
  }
  return kept(PAGE, PAGE);
}

// The workers before this one asked for the second time by "Refresh", which an address with a place in it (#/chats/1) takes
// for a way to that place: the page stayed blank. Such a page loads no script.
async function wakeBlankPages() {
  loading = new Set();
  for (const pause of PATIENCE) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    await self.clients.claim(); // one that came between the two workers
    const pages = await self.clients.matchAll({ type: 'window' });
    const blank = pages.filter(({ id, url }) => url.includes('#') && !loading.has(id));
    await Promise.allSettled(blank.map((page) => page.navigate(`/?${new URL(page.url).hash}`)));
  }
  loading = null;
}

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
