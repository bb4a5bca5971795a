import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsed } from '../../../webroot/js/state/markdown.js';
import { plainOf } from '../../../webroot/js/state/plain-text.js';
import { isFewEmoji } from '../../../webroot/js/state/text.js';

const inline = (text) => {
  const [{ kind, inline: parts }, ...more] = parsed(text);
  assert.deepEqual([kind, more], ['text', []]);
  return parts;
};
const links = (text) => inline(text).filter((part) => part.kind === 'link').map(({ href, text: shown }) => [href, shown]);

test('emphasis needs its signs around words', () => {
  assert.deepEqual(inline('a **b** c'), ['a ', { kind: 'bold', inline: ['b'] }, ' c']);
  assert.deepEqual(inline('*x* _y_ ~~z~~').filter((part) => part.kind), [
    { kind: 'italic', inline: ['x'] },
    { kind: 'italic', inline: ['y'] },
    { kind: 'strike', inline: ['z'] },
  ]);
  assert.deepEqual(inline('*a **b** c*'), [{ kind: 'italic', inline: ['a ', { kind: 'bold', inline: ['b'] }, ' c'] }]);
  assert.deepEqual(inline('***x***'), [{ kind: 'bold', inline: [{ kind: 'italic', inline: ['x'] }] }]);
  assert.deepEqual(inline('这是**重点**。'), ['这是', { kind: 'bold', inline: ['重点'] }, '。']);
});

test('what only looks like a sign stays as it was written', () => {
  for (const text of ['snake_case_name', '__init__', '2*3*4', '** no **', '**a*', 'a * b * c', '*', '`', '~~', '5 > 3', '```\nnot closed', '#1', '<b>x</b>']) {
    assert.deepEqual(parsed(text), [{ kind: 'text', inline: [text] }], text);
  }
});

test('no sign means anything inside code', () => {
  assert.deepEqual(inline('`*x* https://a.example`'), [{ kind: 'code', text: '*x* https://a.example' }]);
  assert.deepEqual(inline('**a `b` c**'), [{ kind: 'bold', inline: ['a ', { kind: 'code', text: 'b' }, ' c'] }]);
  assert.deepEqual(parsed('```js\nlet *a* = 1;\n\n> x\n```\nend'), [
    { kind: 'pre', text: 'let *a* = 1;\n\n> x' },
    { kind: 'text', inline: ['end'] },
  ]);
});

test('lists and quotes are blocks of their own', () => {
  assert.deepEqual(parsed('bring:\n- *tea*\n- cups\n\nbye'), [
    { kind: 'text', inline: ['bring:'] },
    { kind: 'list', items: [[{ kind: 'italic', inline: ['tea'] }], ['cups']] },
    { kind: 'text', inline: ['bye'] },
  ]);
  assert.deepEqual(parsed('3. three\n4. four'), [{ kind: 'list', items: [['three'], ['four']], numbers: [3, 4], sign: '.' }]);
  assert.deepEqual(parsed('> a\n> > b'), [
    { kind: 'quote', blocks: [{ kind: 'text', inline: ['a'] }, { kind: 'quote', blocks: [{ kind: 'text', inline: ['b'] }] }] },
  ]);
});

test('what is set in below an item is a list of its own', () => {
  const list = (...items) => ({ kind: 'list', items });
  assert.deepEqual(parsed('- a\n  - b\n    - c\n  - d\n- e'), [list(['a', list(['b', list(['c'])], ['d'])], ['e'])]);
  assert.deepEqual(parsed('- a\n    1. b\n    2. c\n- d'), [
    list(['a', { kind: 'list', items: [['b'], ['c']], numbers: [1, 2], sign: '.' }], ['d']),
  ]);
  assert.deepEqual(parsed('1. a\n   - b\n   1) c\n2. d'), [
    { kind: 'list', items: [['a', list(['b']), { kind: 'list', items: [['c']], numbers: [1], sign: ')' }], ['d']], numbers: [1, 2], sign: '.' },
  ]);
  assert.deepEqual(parsed('  - a\n- b'), [list(['a'], ['b'])]);
  assert.deepEqual(parsed('       - too far for a list'), [{ kind: 'text', inline: ['       - too far for a list'] }]);
  const deep = Array.from({ length: 12 }, (_, i) => `${'  '.repeat(i)}- ${i}`).join('\n');
  assert.equal(plainOf(deep), '0 1 2 3 4 5 6 7 8 9 10 11');
});

test('addresses are links, without what ends the sentence', () => {
  assert.deepEqual(links('see https://a.example/x_y_z?q=(1). Or (www.b.example)!'), [
    ['https://a.example/x_y_z?q=(1)', 'https://a.example/x_y_z?q=(1)'],
    ['https://www.b.example/', 'www.b.example'],
  ]);
  assert.deepEqual(links('write to ann@b.example, please'), [['mailto:ann@b.example', 'ann@b.example']]);
  assert.deepEqual(links('看https://b.example/路。好').map(([, shown]) => shown), ['https://b.example/路']);
  assert.deepEqual(inline('**https://a.example**'), [{ kind: 'bold', inline: [{ kind: 'link', href: 'https://a.example/', text: 'https://a.example' }] }]);
});

test('a link ends before the signs of an emphasis around it or behind it', () => {
  const link = (text) => ({ kind: 'link', href: text, text });
  const bold = (...parts) => ({ kind: 'bold', inline: parts });
  const struck = (...parts) => ({ kind: 'strike', inline: parts });
  assert.deepEqual(inline('https://a.example/**b**'), [link('https://a.example/'), bold('b')]);
  assert.deepEqual(inline('https://a.example/x?y=**b**。'), [link('https://a.example/x?y='), bold('b'), '。']);
  assert.deepEqual(inline('https://a.example/x~~b~~.'), [link('https://a.example/x'), struck('b'), '.']);
  assert.deepEqual(inline('**https://a.example/x**很好'), [bold(link('https://a.example/x')), '很好']);
  assert.deepEqual(inline('**看 https://a.example/x**,https://a.example/y'), [bold('看 ', link('https://a.example/x')), ',', link('https://a.example/y')]);
  assert.deepEqual(inline('~~https://a.example/x~~y'), ['~~', link('https://a.example/x'), '~~y']);
  for (const address of ['https://a.example/src/**/x.js', 'https://a.example/~~ann', 'https://a.example/a*b*c', 'https://a.example/~ann/~bob']) {
    assert.deepEqual(inline(address), [link(address)]);
  }
});

test('no other scheme ever becomes a link', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'http://', 'https://-', 'xhttps://a.example', 'JaVaScRiPt://a.example/%0aalert(1)']) {
    assert.deepEqual(links(text), [], text);
  }
});

test('a preview has the words alone, in one line', () => {
  assert.equal(plainOf('**Hi**\n- a\n- `b`\n\n> c\n```\nd\n```\ne'), 'Hi a b c d e');
});

test('no text takes long, however mean', () => {
  const mean = ['```a``b`', '~~~\n', '```` x\n', '(', '_https://a.b/c_ ', 'https://a.b/(', 'http://a/', 'http://a.b:99999/', 'https://a.b ', 'a@b.c', '1. x\n', '- - ', '> - ', '>>', '` ', '*a ', '*', '_*', '> ', '>\n', '`', '```a\n', '- x\n', 'a_*~~**', 'a@', 'a.', 'a-', 'x.com ', 'x.com(', 'x.me/', 'https://', '*a https://b.c ', '(https://a.b/)))', '[('];
  for (const piece of mean) {
    const text = piece.repeat(Math.ceil(10_000 / piece.length));
    const begun = process.cpuUsage();
    parsed(text);
    const { user, system } = process.cpuUsage(begun);
    assert.ok((user + system) / 1_000 < 1_500, `${piece} took ${(user + system) / 1_000} ms`);
  }
});

test('one to three emoji alone are large', () => {
  for (const text of ['❤️', '👍🏽 🎉', '👩‍👩‍👧‍👦🏳️‍🌈😀', '\u2764', '\u263a \u270c', '\u2764\u200d🔥', '\u261d🏽']) assert.equal(isFewEmoji(text), true, text);
  for (const text of ['', 'ok 👍', '...', '123', '😀😀😀😀', '#️', '#', '\u2764\ufe0e', '™', '© ®']) assert.equal(isFewEmoji(text), false, text);
});

test('in the beginning of a text code may go on', () => {
  assert.equal(plainOf('```js\nlet a;\nlet b', 100, true), 'let a; let b');
  assert.equal(plainOf(`\`\`\`js\n${'let a;\n'.repeat(5_000)}\`\`\``, 12), 'let a; let a…');
  assert.equal(plainOf('```js\nlet a;'), '```js let a;');
});
