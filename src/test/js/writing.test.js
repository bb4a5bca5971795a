import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drafts } from '../../../webroot/js/state/drafts.js';
import { shortcodeAt } from '../../../webroot/js/state/shortcode.js';
import { cleaned, codePoints, endsLeft, partsOf } from '../../../webroot/js/state/text.js';
import { ME, MemoryItems } from './help/fakes.js';

const codeIn = (text) => shortcodeAt(text, text.length);

test('a shortcode is what stands just before the caret', () => {
  assert.deepEqual(codeIn('hi :smi'), { from: 3, word: 'smi', closed: false });
  assert.deepEqual(codeIn(':Tada:'), { from: 0, word: 'tada', closed: true });
  assert.deepEqual(shortcodeAt(':smile and more', 4), { from: 0, word: 'smi', closed: false });
  for (const text of ['10:30', 'http://x', ':s', ': smile', 'a:smile', ':smile: ', '']) assert.equal(codeIn(text), null, text);
});

test('a long text is cut between lines or words, and nothing is lost', () => {
  const words = Array.from({ length: 5_000 }, (_, i) => `word${i}`).join(' ');
  const parts = partsOf(words, 1_000);

  assert.equal(parts.join(' '), words);
  assert.ok(parts.every((part) => codePoints(part) <= 1_000 && /^word\d+/.test(part) && / word\d+$/.test(part)));
  assert.deepEqual(partsOf('one line\nnext', 9), ['one line', 'next']);
});

test('no length makes parts take long', () => {
  const text = 'a long word '.repeat(400_000);
  const begun = process.cpuUsage();
  const parts = partsOf(text);
  const { user, system } = process.cpuUsage(begun);

  assert.equal(parts.join(' '), text.trim());
  assert.ok((user + system) / 1_000 < 3_000, `${(user + system) / 1_000} ms`);
});

test('no part ends within an emoji', () => {
  const family = '👩‍👩‍👧‍👦';

  assert.deepEqual(partsOf(family.repeat(4), 10), [family, family, family, family]);
  assert.deepEqual(partsOf(`a${'\u0301'.repeat(400)}`, 300).map(codePoints), [300, 101]);
});

test('a text without any gap is cut between code points', () => {
  const parts = partsOf('😀'.repeat(25), 10);

  assert.deepEqual(parts.map(codePoints), [10, 10, 5]);
  assert.equal(parts.join(''), '😀'.repeat(25));
});

test('a short text is one part, an empty one none', () => {
  assert.deepEqual(partsOf(' hello '), ['hello']);
  assert.deepEqual(partsOf('  '), []);
});

test('a draft for which the device has no room stays on the page', () => {
  const memory = new MemoryItems();
  memory.setItem = () => {
    throw new Error('full');
  };
  const drafts = new Drafts({ memory, userId: ME });
  drafts.keep(7, 'x'.repeat(100));

  assert.equal(drafts.of(7).length, 100);
  assert.equal(drafts.of(8), '');
});

test('whether there are drafts is known, those of other tabs among them', () => {
  const memory = new MemoryItems();
  const drafts = new Drafts({ memory, userId: ME });
  memory.setItem(`webim.draft.${ME}1.7`, 'of somebody else');
  drafts.keep(7, ' \n');
  assert.equal(drafts.exist(), false);

  memory.setItem(`webim.draft.${ME}.8`, 'of another tab');
  assert.equal(drafts.exist(), true);
  drafts.clear();
  assert.equal(drafts.exist(), false);
  assert.equal(memory.getItem(`webim.draft.${ME}1.7`), 'of somebody else');
});

test('who watches drafts hears of each', () => {
  const drafts = new Drafts({ memory: new MemoryItems(), userId: ME });
  const heard = [];
  drafts.subscribe(() => heard.push(drafts.of(7)));
  drafts.keep(7, 'a');
  drafts.keep(7, '');

  assert.deepEqual(heard, ['a', '']);
});

test('what the server refuses is not sent', () => {
  assert.equal(cleaned('a\r\nb\rc\td\u0000\u0001\u001b\u007f\u0085e \ud800'), 'a\nb\nc\tde \ufffd');
});

test('the last line of a text says which way it ends', () => {
  for (const text of ['مرحبا', 'hello\nمرحبا', '@ann شكرا', 'https://a.example שלום', '123 مرحبا', '`code` مرحبا']) assert.equal(endsLeft(text), true, text);
  for (const text of ['hello', 'مرحبا\nhello', 'مرحبا\nhttps://a.example', '123', '', '你好', 'hello مرحبا']) assert.equal(endsLeft(text), false, text);
});
