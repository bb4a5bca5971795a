import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chime } from '../../../webroot/js/net/chime.js';

test('before the user has touched the page there is no sound, and no warning of the browser either', async () => {
  const activation = { hasBeenActive: false };
  let made = 0;
  const chime = new Chime(class {
    state = 'running';
    currentTime = 0;
    constructor() {
      made++;
    }
    createOscillator() {
      return { frequency: {}, connect: (to) => to, start() {}, stop() {} };
    }
    createGain() {
      return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect() {} };
    }
  }, activation);

  await chime.play();
  assert.equal(made, 0);

  activation.hasBeenActive = true;
  await chime.play();
  assert.equal(made, 1);
});
