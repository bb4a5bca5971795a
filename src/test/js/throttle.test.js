// What is wanted again and again is done now and then.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Throttle } from '../../../webroot/js/state/throttle.js';
import { TestClock } from './help/clock.js';

const PAUSE = 3_000;

function gathered(work = async () => {}) {
  const clock = new TestClock();
  const times = { done: 0 };
  const looks = new Throttle(
    () => {
      times.done++;
      return work();
    },
    PAUSE,
    clock,
  );
  return { clock, times, looks };
}

test('it is done at once, and once after a pause however often it is wanted meanwhile', async () => {
  const { clock, times, looks } = gathered();
  for (let i = 0; i < 100; i++) looks.want();
  assert.equal(times.done, 1);

  await clock.pass(PAUSE - 1);
  assert.equal(times.done, 1);
  await clock.pass(1);
  assert.equal(times.done, 2);
  await clock.pass(10 * PAUSE);
  assert.equal(times.done, 2);

  looks.want();
  assert.equal(times.done, 3);
});

test('where it takes long or fails, the pause begins when it is over', async () => {
  let over;
  const { clock, times, looks } = gathered(() => new Promise((done, failed) => (over = failed)));
  looks.want();
  looks.want();
  await clock.pass(10 * PAUSE);
  assert.equal(times.done, 1);

  over(new Error('away'));
  await clock.pass(PAUSE);
  assert.equal(times.done, 2);
});

test('after its end nothing is waited for', async () => {
  const { clock, times, looks } = gathered();
  looks.want();
  looks.want();
  looks.end();
  await clock.pass(10 * PAUSE);
  assert.equal(times.done, 1);

  looks.want();
  assert.equal(times.done, 2);
});
