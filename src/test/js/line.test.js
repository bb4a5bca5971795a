import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tabs } from '../../../webroot/js/net/tabs.js';
import { Line } from '../../../webroot/js/state/line.js';
import { TestClock } from './help/clock.js';
import { MemoryItems } from './help/fakes.js';

function lineOf({ isWebSocket = false } = {}) {
  const clock = new TestClock();
  const connection = { isWebSocket, started: 0, on: false, start: () => (connection.on = true), stop: () => (connection.on = false) };
  const given = { clock, connection, tabs: { holdsLine: false }, busy: false };
  given.line = new Line({ connection, tabs: given.tabs, isBusy: () => given.busy, ...clock });
  return given;
}

test('a hidden tab lets go after a while, and connects again when it is seen', async () => {
  const { line, connection, clock } = lineOf();
  line.begin();
  line.setVisible(false);
  await clock.pass(4_999);
  assert.equal(connection.on, true);
  await clock.pass(1);
  assert.equal(connection.on, false);

  line.setVisible(true);
  assert.equal(connection.on, true);
  line.setVisible(false);
  await clock.pass(2_000);
  line.setVisible(true);
  await clock.pass(60_000);
  assert.equal(connection.on, true);
});

test('a WebSocket is kept, as is the line that tells of news', async () => {
  for (const given of [lineOf({ isWebSocket: true }), Object.assign(lineOf())]) {
    given.tabs.holdsLine = !given.connection.isWebSocket;
    given.line.begin();
    given.line.setVisible(false);
    await given.clock.pass(600_000);
    assert.equal(given.connection.on, true);
  }
});

test('a tab that let go steps in for the one that held the line', async () => {
  const { line, connection, tabs, clock } = lineOf();
  line.setVisible(false);
  line.begin();
  await clock.pass(5_000);
  assert.equal(connection.on, false);

  tabs.holdsLine = true;
  line.look();
  assert.equal(connection.on, true);
});

test('what waits to be sent goes out first', async () => {
  const given = lineOf();
  given.busy = true;
  given.line.begin();
  given.line.setVisible(false);
  await given.clock.pass(30_000);
  assert.equal(given.connection.on, true);

  given.busy = false;
  await given.clock.pass(5_000);
  assert.equal(given.connection.on, false);
});

test('nothing begins before its time or after the end', async () => {
  const { line, connection, clock } = lineOf();
  line.setVisible(true);
  line.look();
  assert.equal(connection.on, false);

  line.begin();
  line.end();
  line.setVisible(true);
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
