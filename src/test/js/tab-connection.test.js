import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tabs } from '../../../webroot/js/net/tabs.js';
import { TabConnection } from '../../../webroot/js/state/tab-connection.js';
import { TestClock } from './help/clock.js';
import { MemoryItems } from './help/fakes.js';

function tabConnectionOf({ isWebSocket = false } = {}) {
  const clock = new TestClock();
  const connection = { isWebSocket, started: 0, on: false, start: () => (connection.on = true), stop: () => (connection.on = false) };
  const given = { clock, connection, tabs: { holdsLine: false }, busy: false };
  given.tabConnection = new TabConnection({ connection, tabs: given.tabs, isBusy: () => given.busy, ...clock });
  return given;
}

test('a hidden tab lets go after a while, and connects again when it is seen', async () => {
  const { tabConnection, connection, clock } = tabConnectionOf();
  tabConnection.begin();
  tabConnection.setVisible(false);
  await clock.pass(4_999);
  assert.equal(connection.on, true);
  await clock.pass(1);
  assert.equal(connection.on, false);

  tabConnection.setVisible(true);
  assert.equal(connection.on, true);
  tabConnection.setVisible(false);
  await clock.pass(2_000);
  tabConnection.setVisible(true);
  await clock.pass(60_000);
  assert.equal(connection.on, true);
});

test('a WebSocket is kept, as is the line that tells of news', async () => {
  for (const given of [tabConnectionOf({ isWebSocket: true }), Object.assign(tabConnectionOf())]) {
    given.tabs.holdsLine = !given.connection.isWebSocket;
    given.tabConnection.begin();
    given.tabConnection.setVisible(false);
    await given.clock.pass(600_000);
    assert.equal(given.connection.on, true);
  }
});

test('a tab that let go steps in for the one that held the line', async () => {
  const { tabConnection, connection, tabs, clock } = tabConnectionOf();
  tabConnection.setVisible(false);
  tabConnection.begin();
  await clock.pass(5_000);
  assert.equal(connection.on, false);

  tabs.holdsLine = true;
  tabConnection.look();
  assert.equal(connection.on, true);
});

test('what waits to be sent goes out first', async () => {
  const given = tabConnectionOf();
  given.busy = true;
  given.tabConnection.begin();
  given.tabConnection.setVisible(false);
  await given.clock.pass(30_000);
  assert.equal(given.connection.on, true);

  given.busy = false;
  await given.clock.pass(5_000);
  assert.equal(given.connection.on, false);
});

test('nothing begins before its time or after the end', async () => {
  const { tabConnection, connection, clock } = tabConnectionOf();
  tabConnection.setVisible(true);
  tabConnection.look();
  assert.equal(connection.on, false);

  tabConnection.begin();
  tabConnection.end();
  tabConnection.setVisible(true);
  await clock.pass(60_000);
  assert.equal(connection.on, false);
});

test('without locks the tab that was seen last holds the line, and another after it', () => {
  const memory = new MemoryItems();
  const [one, two] = [new Tabs({ memory }), new Tabs({ memory })];
  one.seen();
  assert.deepEqual([one.holdsLine, two.holdsLine], [true, false]);
  two.seen();
  assert.deepEqual([one.holdsLine, two.holdsLine], [false, true]);

  let told = 0;
  one.onLine = () => told++;
  two.end();
  one.heard('webim.line', null);
  assert.deepEqual([one.holdsLine, two.holdsLine, told], [true, false, 1]);
});
