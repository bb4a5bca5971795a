import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { searched } from '../../../webroot/js/state/emoji-search.js';

const emoji = (language) =>
  JSON.parse(readFileSync(new URL(`../../../webroot/vendor/emoji-${language}.json`, import.meta.url))).map(({ emoji: unicode, ...more }) => ({ ...more, unicode }));
const all = { en: emoji('en'), zh: emoji('zh') };
const found = (language, text) => searched(all[language], text).map(({ unicode }) => unicode.replace(/\ufe0f$/, ''));

test('emoji that are called so come before those of which it is said', () => {
  const firsts = { heart: '❤', cat: '🐈', ok: '🆗', car: '🚗', fire: '🔥', love: '💌', germany: '🇩🇪', '+1': '👍', 'red heart': '❤', Heart_Eyes: '😍', '<3': '❤' };
  assert.deepEqual(Object.fromEntries(Object.keys(firsts).map((text) => [text, found('en', text)[0]])), firsts);
  const hearts = found('en', 'heart');
  assert.ok(hearts.indexOf('💘') < hearts.indexOf('😉'));
  assert.ok(hearts.includes('🥰'));
  assert.deepEqual(found('en', 'art').filter((one) => ['❤', '🥰'].includes(one)), [], 'no word begins so');
});

test('in Chinese one character finds what has it in its name', () => {
  assert.ok(found('zh', '心').slice(0, 10).includes('❤'));
  assert.equal(found('zh', '猫')[0], '🐈');
  assert.equal(found('zh', '中国')[0], '🇨🇳');
  assert.equal(found('zh', '红心')[0], '❤');
  assert.deepEqual(found('zh', '没有这样的'), []);
});
