import assert from 'node:assert/strict';
import { test } from 'node:test';
import { servedVersion } from '../../../webroot/js/net/served-version.js';
import { ShellWorker } from '../../../webroot/js/net/shell-worker.js';
import { Tabs } from '../../../webroot/js/net/tabs.js';
import { Release } from '../../../webroot/js/state/release.js';
import { TestClock, settled } from './help/clock.js';
import { MemoryItems } from './help/fakes.js';

const MINUTE = 60_000;

/** A tab of version `one`; each of its loads is a new `Release` over the same visit. */
function tabOf({ waiting = false, brings = false } = {}) {
  const clock = new TestClock();
  const visit = new MemoryItems();
  const world = { clock, served: 'one', version: 'one', inUse: false, others: false, canReload: true, waiting, brings, reloads: 0, taken: 0 };
  const tabs = { setInUse() {}, inUse: async () => world.inUse || world.others };
  world.load = () => {
    world.worker = { start: async () => {}, brings: async () => world.brings, takeOver: () => world.waiting && ++world.taken };
    world.release = new Release({
      version: world.version,
      served: async () => world.served,
      worker: world.worker,
      tabs,
      visit,
      isInUse: () => world.inUse,
      canReload: () => world.canReload,
      reload: () => world.reloads++,
      clock,
    });
    return world.release;
  };
  world.load();
  return world;
}

test('a page of the version that the server has offers nothing', async () => {
  const tab = tabOf();
  await tab.release.check();
  await tab.clock.pass(60 * MINUTE);

  assert.deepEqual([tab.release.value, tab.reloads], [false, 0]);
});

test('a server that does not tell its version, and a page without one, offer nothing', async () => {
  const tab = tabOf();
  tab.served = '';
  await tab.release.check();
  assert.equal(tab.release.value, false);

  const unnamed = tabOf();
  Object.assign(unnamed, { version: '', served: 'two' });
  await unnamed.load().check();
  assert.equal(unnamed.release.value, false);
});

test('an older page offers to reload, and does so by itself once nobody uses it', async () => {
  const tab = tabOf();
  Object.assign(tab, { served: 'two', inUse: true });
  await tab.release.check();
  await tab.clock.pass(60 * MINUTE);
  assert.deepEqual([tab.release.value, tab.reloads], [true, 0]);

  tab.inUse = false;
  await tab.clock.pass(5_000);
  assert.equal(tab.reloads, 1);
});

test('a click reloads at once', async () => {
  const tab = tabOf();
  Object.assign(tab, { served: 'two', inUse: true });
  await tab.release.check();

  tab.release.update();
  assert.equal(tab.reloads, 1);
});

test('while another tab is used, or what is here would not come back, nothing is reloaded', async () => {
  const tab = tabOf();
  Object.assign(tab, { served: 'two', others: true });
  await tab.release.check();
  await tab.clock.pass(MINUTE);
  Object.assign(tab, { others: false, canReload: false });
  await tab.clock.pass(MINUTE);
  assert.equal(tab.reloads, 0);

  tab.canReload = true;
  await tab.clock.pass(5_000);
  assert.equal(tab.reloads, 1);
});

test('two versions that answer in turn move a tab once in ten minutes', async () => {
  const tab = tabOf();
  for (let minute = 0; minute < 30; minute++) {
    tab.served = minute % 2 ? 'one' : 'two';
    const before = tab.reloads;
    await tab.release.check();
    await tab.clock.pass(MINUTE);
    if (tab.reloads > before) {
      tab.reloads = before + 1; // the page is gone with the first
      tab.load();
    }
  }

  assert.ok(tab.reloads >= 2 && tab.reloads <= 3, `${tab.reloads} reloads`);
});

test('where a worker fetches the newer version, it is offered when all of it is there', async () => {
  const tab = tabOf({ brings: true });
  tab.served = 'two';
  await tab.release.check();
  await tab.clock.pass(MINUTE);
  assert.equal(tab.release.value, false);

  tab.waiting = true;
  tab.inUse = true;
  tab.worker.onWaiting();
  assert.equal(tab.release.value, true);
  tab.release.update();
  assert.deepEqual([tab.taken, tab.reloads], [1, 0]);
  tab.worker.onReplaced();
  assert.equal(tab.reloads, 1);
});

test('a version that could not be fetched whole is looked for again', async () => {
  const tab = tabOf({ brings: true });
  tab.served = 'two';
  await tab.release.check();
  tab.brings = false;
  await tab.clock.pass(5 * MINUTE);

  assert.equal(tab.release.value, true);
});

test('the worker is asked for a newer version, unless it is newer than the page itself', async () => {
  const asked = [];
  const registration = { installing: null, waiting: null, update: async () => asked.push('update') };
  const container = { controller: {}, ready: Promise.resolve(registration) };
  const worker = new ShellWorker({ container, caches: { has: async (name) => name === 'webim one' } });

  assert.equal(await worker.brings('one'), true);
  assert.equal(await worker.brings('none'), false);
  registration.installing = {};
  assert.equal(await worker.brings('none'), true);
  assert.deepEqual(asked, ['update', 'update', 'update']);
  container.controller = null;
  assert.equal(await worker.brings('one'), false);
  assert.equal(await new ShellWorker({}).brings('one'), false);
});

test('tabs tell each other that they are in use', async () => {
  const held = [];
  const locks = {
    request: async (name, options, work) => {
      held.push({ name });
      await work();
      held.splice(held.findIndex((one) => one.name === name), 1);
    },
    query: async () => ({ held }),
  };
  const [one, other] = [new Tabs({ locks, memory: new MemoryItems() }), new Tabs({ locks, memory: new MemoryItems() })];

  one.setInUse(true);
  one.setInUse(true);
  assert.equal(await other.inUse(), true);
  assert.equal(held.length, 1);
  one.setInUse(false);
  await settled();
  assert.equal(await other.inUse(), false);
  const alone = new Tabs({ memory: new MemoryItems() });
  alone.setInUse(true);
  assert.equal(await alone.inUse(), true);
});

test('what the server tells of its version may be anything', async () => {
  const told = (body) => servedVersion(async () => ({ json: async () => JSON.parse(body) }));

  assert.equal(await told('{"version": "two"}'), 'two');
  for (const body of ['{}', '[]', 'null', '{"version": 2}', '<html>']) assert.equal(await told(body), '');
});
