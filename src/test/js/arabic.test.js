import assert from 'node:assert/strict';
import { test } from 'node:test';
import ar from '../../../webroot/js/views/strings/ar.js';
import de from '../../../webroot/js/views/strings/de.js';

test('what one has done oneself is said with a verb, and what was done to one without a name', () => {
  for (const [what, words] of Object.entries(ar.happened)) {
    assert.doesNotMatch(words(ar.you, '', 'x'), /بواسطة|أنت/, what);
    assert.match(words('Ann', 'Bob', 'x'), /Ann/, what);
  }
  assert.match(ar.happened.added('Ann', ar.youToo), /^تمت إضافتك بواسطة .Ann.$/);
  const plain = (words) => words.replace(/[\u2066-\u2069]/g, '');
  assert.match(plain(ar.happened.created('Ann', 'أنت', 'x')), /، مع إضافتك$/);
  assert.match(plain(ar.happened.created('Ann', 'أنت وBob', 'x')), /، مع إضافتك أنت وBob$/);
  assert.match(plain(ar.happened.created('Ann', 'Bob وأنت', 'x')), /، مع إضافة Bob وإضافتك$/);
  assert.match(plain(ar.happened.added('Ann', 'Bob وCat وأنت')), /^تمت إضافة Bob وCat وتمت إضافتك بواسطة Ann$/);
  assert.match(ar.happened.banned('Ann', ar.youToo), /^تم حظرك بواسطة .Ann.$/);
});

test('one is typing, or two, or several', () => {
  assert.deepEqual([1, 2, 3].map(ar.typing), ['يكتب…', 'يكتبان…', 'يكتبون…']);
  assert.deepEqual([1, 2, 3].map(de.typing), ['schreibt …', 'schreiben …', 'schreiben …']);
});

test('keys have the names that stand on them', () => {
  assert.deepEqual([de.keyNames.Ctrl, de.keyNames.Shift], ['Strg', 'Umschalt']);
  assert.deepEqual([ar.keyNames.Ctrl, ar.keyNames.Shift], ['Ctrl', 'Shift']);
});
