import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { searched } from '../../../webroot/js/state/emoji-search.js';

const emoji = (language) =>
  JSON.parse(readFileSync(new URL(`../../../webroot/vendor/emoji-${language}.json`, import.meta.url))).map(({ emoji: unicode, ...more }) => ({ ...more, unicode }));
const all = Object.fromEntries(['ar', 'de', 'en', 'zh'].map((language) => [language, emoji(language)]));
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

test('German and Arabic find theirs, with and without the marks', () => {
  const german = { Herz: '♥', 'rotes herz': '❤', katze: '🐈', Apfel: '🍎', tränen: '🥹', tranen: '🥹', deutschland: '🇩🇪' };
  assert.deepEqual(Object.fromEntries(Object.keys(german).map((text) => [text, found('de', text)[0]])), german);
  const arabic = { 'قلب أحمر': '❤', 'قلب احمر': '❤', قطة: '🐈', قطه: '🐈', ألمانيا: '🇩🇪', المانيا: '🇩🇪' };
  assert.deepEqual(Object.fromEntries(Object.keys(arabic).map((text) => [text, found('ar', text)[0]])), arabic);
});

test('each language has the same emoji', () => {
  const kinds = (language) => all[language].map(({ unicode, group, version }) => [unicode, group, version]);
  for (const language of ['ar', 'de', 'zh']) assert.deepEqual(kinds(language), kinds('en'), language);
});
