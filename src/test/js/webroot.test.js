import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import en from '../../../webroot/js/views/strings/en-extras.js';
import { LANGUAGES } from '../../../webroot/js/views/strings/index.js';

const webroot = join(dirname(fileURLToPath(import.meta.url)), '../../../webroot');
const text = (path) => readFileSync(join(webroot, path), 'utf8');
const files = (folder, ending) =>
  readdirSync(join(webroot, folder), { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
const imports = (path) => [...text(path).matchAll(/from '([^']+)'/g)].map((found) => found[1]);
const layerOf = (path, target) => relative('js', join(dirname(path), target)).split('/')[0];

test('the layers know only what is below them: views, state, net', () => {
  const below = { views: ['views', 'state'], state: ['state', 'net'], net: ['net'] };
  const wrong = Object.entries(below).flatMap(([layer, allowed]) =>
    files(`js/${layer}`, '.js').flatMap((path) =>
      imports(path)
        .filter((target) => target.startsWith('.') && !allowed.includes(layerOf(path, target)))
        .map((target) => `${path} → ${target}`),
    ),
  );

  assert.deepEqual(wrong, []);
});

test('room at the sides is as wide from right to left, but where the device itself has an edge', () => {
  const sides = (value) => value.match(/(?:[^\s()]+(?:\((?:[^()]|\([^()]*\))*\))?)+/g);
  const wrong = files('css', '.css').flatMap((path) =>
    [...text(path).matchAll(/(?:padding|margin|inset): ([^;]+);/g)]
      .map(([, value]) => value)
      .filter((value) => !value.includes('safe-area') && sides(value).length === 4 && sides(value)[1] !== sides(value)[3])
      .map((value) => `${path}: ${value}`),
  );

  assert.deepEqual(wrong, []);
});

test('state and net do without the page', () => {
  const page = /\b(document|window|navigator|localStorage|location)\./;
  const wrong = [...files('js/state', '.js'), ...files('js/net', '.js')].filter((path) => page.test(code(path)));

  assert.deepEqual(wrong, []);
});

test('no markup is ever made of text', () => {
  const unsafe = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|srcdoc/;

  assert.deepEqual(files('js', '.js').filter((path) => unsafe.test(text(path))), []);
});

test('nothing needs more than the content security policy allows', () => {
  const page = text('index.html');

  assert.deepEqual(page.match(/<script(?![^>]*\b(src|type="importmap"))/g), null);
  assert.deepEqual(page.match(/\s(style|on\w+)=/g), null);
  assert.deepEqual(files('js', '.js').filter((path) => /\bstyle=("|\$\{`|')/.test(text(path))), []);
});

test('nothing is fetched from elsewhere', () => {
  const wrong = ['index.html', ...files('css', '.css'), ...files('js', '.js')].filter((path) =>
    /(https?:)?\/\/[a-z0-9-]+\.[a-z]/i.test(text(path).replaceAll('http://www.w3.org/', '')),
  );

  assert.deepEqual(wrong, []);
});

test('colours stand in one file', () => {
  const others = files('css', '.css').filter((path) => !path.endsWith('tokens.css'));

  assert.deepEqual(others.filter((path) => /#[0-9a-f]{3,8}\b(?!\s*\{)|rgba?\(/i.test(text(path))), []);
});

const loaded = Object.entries(LANGUAGES).map(async ([language, { load }]) => [language, await load()]);
const { en: _, ...OTHERS } = Object.fromEntries(await Promise.all(loaded));

test('every language says everything', () => {
  const shape = (texts) => Object.keys(texts).map((key) => `${key}: ${typeof texts[key]}`).sort();

  assert.deepEqual(Object.keys(OTHERS).sort(), ['ar', 'de', 'zh']);
  for (const [language, texts] of Object.entries(OTHERS)) {
    assert.deepEqual(shape(texts), shape(en), language);
    for (const key of keysOf(en)) assert.deepEqual(keysOf(texts[key]), keysOf(en[key]), `${language} ${key}`);
  }
});

test('what is named in a text is named in every language', () => {
  for (const [language, texts] of Object.entries(OTHERS)) {
    for (const [path, text] of functionsOf(en)) {
      const theirs = path.split('.').reduce((at, key) => at[key], texts);
      const given = Array.from({ length: Math.max(text.length, theirs.length) }, (_, i) => 7_301 + i);
      const named = (said) => given.filter((one) => `${said}`.includes(`${one}`));

      assert.deepEqual(named(theirs(...given)), named(text(...given)), `${language} ${path}`);
    }
  }
});

test('every text that a view asks for exists', () => {
  const asked = files('js/views', '.js').flatMap((path) => [...text(path).matchAll(/\bt\('(\w+)'/g)].map((found) => found[1]));

  assert.deepEqual([...new Set(asked)].filter((key) => !(key in en)), []);
});

test('what is said from the beginning is there from the beginning', () => {
  const [, later] = text('js/views/strings/en-extras.js').split('Object.assign');
  const keys = [...later.matchAll(/^  (\w+):/gm)].map((found) => found[1]);
  const first = loadedWith('js/main.js').filter((path) => !path.includes('strings'));

  assert.ok(keys.length > 50 && first.length > 50);
  for (const path of first) assert.deepEqual(keys.filter((key) => text(path).includes(`'${key}'`)), [], path);
});

test('the libraries are the ones that were recorded', () => {
  const record = JSON.parse(text('vendor/vendor.json'));
  const found = files('vendor', '').map((path) => relative('vendor', path));
  const recorded = record.flatMap((library) => library.files);
  for (const { path, sha256 } of recorded) {
    const actual = createHash('sha256').update(readFileSync(join(webroot, 'vendor', path))).digest('hex');
    assert.equal(actual, sha256, path);
  }

  const known = [...recorded.map((file) => file.path), 'vendor.json'];
  assert.deepEqual(found.filter((path) => !known.includes(path) && !path.endsWith('.LICENSE')), []);
  assert.equal(found.filter((path) => path.endsWith('.LICENSE')).length, record.length);
  for (const { license } of record) assert.match(license, /^(MIT|ISC|Apache-2.0|OFL-1.1|Unicode-3.0)$/);
});

/** The keys of what has keys, else nothing. */
function keysOf(texts) {
  return typeof texts === 'object' && !Array.isArray(texts) ? Object.keys(texts).sort() : [];
}

/** What takes parameters: `[path, text]`. */
function functionsOf(texts, before = '') {
  return Object.entries(texts).flatMap(([key, text]) => {
    if (typeof text === 'function') return [[before + key, text]];
    return keysOf(text).length > 0 ? functionsOf(text, `${before}${key}.`) : [];
  });
}

/** A file and all that it imports. */
function loadedWith(path, loaded = new Set()) {
  if (loaded.has(path)) return [];
  loaded.add(path);
  imports(path).filter((target) => target.startsWith('.')).forEach((target) => loadedWith(join(dirname(path), target), loaded));
  return [...loaded];
}

/** Without comments. */
function code(path) {
  return text(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
