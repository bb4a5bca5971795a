import assert from 'node:assert/strict';
import { test } from 'node:test';
import ar from '../../../webroot/js/views/strings/ar.js';

test('what one has done oneself is said with a verb, and what was done to one without a name', () => {
  for (const [what, words] of Object.entries(ar.happened)) {
    assert.doesNotMatch(words(ar.you, '', 'x'), /بواسطة|أنت/, what);
    assert.match(words('Ann', 'Bob', 'x'), /Ann/, what);
  }
  assert.match(ar.happened.added('Ann', ar.youToo), /^تمت إضافتك بواسطة .Ann.$/);
  assert.match(ar.happened.banned('Ann', ar.youToo), /^تم حظرك بواسطة .Ann.$/);
});
