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
  assert.match(ar.happened.banned('Ann', ar.youToo), /^تم حظرك بواسطة .Ann.$/);
});

test('one is typing, or two, or several', () => {
  assert.deepEqual([1, 2, 3].map(ar.typing), ['يكتب…', 'يكتبان…', 'يكتبون…']);
  assert.deepEqual([1, 2, 3].map(de.typing), ['schreibt …', 'schreiben …', 'schreiben …']);
});
