#!/usr/bin/env node
// Fetches the browser libraries from npm into webroot/vendor and records version, licence and checksum of each file.
// Run it after changing a version here: node scripts/vendor.mjs
// The typeface takes fonttools: pip install fonttools==4.68.0 brotli==1.2.1
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = [
  { name: 'preact', version: '11.2.0', files: { 'dist/preact.mjs': 'preact.js', 'hooks/dist/hooks.mjs': 'hooks.js' } },
  { name: 'htm', version: '3.1.1', files: { 'dist/htm.module.js': 'htm.js' } },
  {
    name: 'emoji-picker-element',
    version: '1.29.1',
    files: { 'database.js': 'emoji-database.js' },
  },
  {
    name: 'emoji-picker-element-data',
    version: '1.8.0',
    files: {
      'en/emojibase/data.json': 'emoji-en.json',
      'de/cldr/data.json': 'emoji-de.json',
      'zh/emojibase/data.json': 'emoji-zh.json',
    },
  },
  // That has no Arabic: what the emoji are called there stands in Unicode's own data.
  { name: 'cldr-annotations-full', version: '48.2.0', files: { 'annotations/ar/annotations.json': 'emoji-ar.json' }, make: arabic },
  { name: 'qrcode-generator', version: '2.0.4', files: { 'dist/qrcode.mjs': 'qrcode.js' } },
  { name: 'sockjs-client', version: '1.6.1', files: { 'dist/sockjs.min.js': 'sockjs.js' } },
  {
    name: '@fontsource-variable/inter',
    version: '5.3.0',
    files: { 'files/inter-latin-wght-normal.woff2': 'inter-latin.woff2' },
    make: narrowed,
  },
];

const vendor = join(dirname(dirname(fileURLToPath(import.meta.url))), 'webroot', 'vendor');
const workplace = mkdtempSync(join(tmpdir(), 'vendor-'));

try {
  rmSync(vendor, { recursive: true, force: true });
  mkdirSync(vendor, { recursive: true });
  const record = PACKAGES.map(vendorPackage);
  writeFileSync(join(vendor, 'vendor.json'), JSON.stringify(record, null, 2) + '\n');
} finally {
  rmSync(workplace, { recursive: true, force: true });
}

function vendorPackage({ name, version, files, make = copy }) {
  const folder = unpack(name, version);
  const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const short = name.replace(/^.*\//, '');
  const licence = licenceFile(folder);
  if (licence) cpSync(licence, join(vendor, `${short}.LICENSE`));
  else writeFileSync(join(vendor, `${short}.LICENSE`), headOf(join(folder, Object.keys(files)[0])));
  return {
    name,
    version,
    license,
    files: Object.entries(files).map(([from, to]) => ({ path: to, sha256: make(join(folder, from), join(vendor, to)) })),
  };
}

/** The English emoji with their names and tags in Arabic; those that are put together are named in a package of their own. */
function arabic(from, to) {
  const derived = join(unpack('cldr-annotations-derived-full', '48.2.0'), 'annotationsDerived/ar/annotations.json');
  const names = { ...read(derived).annotationsDerived.annotations, ...read(from).annotations.annotations };
  const named = read(join(vendor, 'emoji-en.json')).map(({ shortcodes, annotation, tags, ...emoji }) => {
    const said = names[emoji.emoji] ?? names[emoji.emoji.replaceAll('\ufe0f', '')];
    return { annotation: said.tts[0], tags: said.default, ...emoji };
  });
  writeFileSync(to, JSON.stringify(named));
  return createHash('sha256').update(readFileSync(to)).digest('hex');
}

/** The weights between those that the styles name; the lighter and the heavier ones are a quarter of the file. */
function narrowed(from, to) {
  const env = { ...process.env, SOURCE_DATE_EPOCH: '0' };
  execFileSync('fonttools', ['varLib.instancer', '--quiet', '--output', to, from, 'wght=400:700'], { env });
  return createHash('sha256').update(readFileSync(to)).digest('hex');
}

function read(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function unpack(name, version) {
  const into = join(workplace, name.replace('/', '+'));
  mkdirSync(into);
  const archive = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], { cwd: into, encoding: 'utf8' });
  execFileSync('tar', ['xzf', archive.trim().split('\n').pop()], { cwd: into });
  return join(into, 'package');
}

function licenceFile(folder) {
  const names = ['LICENSE', 'LICENSE.md', 'LICENCE'];
  return names.map((name) => join(folder, name)).find((path) => exists(path));
}

/** Of a package without a licence file: the comment at the head of its source, which names licence and author. */
function headOf(path) {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, lines.findIndex((line) => !line.startsWith('//'))).join('\n') + '\n';
}

function exists(path) {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Source maps are not shipped, so what points at them goes. */
function copy(from, to) {
  const bytes = /\.js$/.test(to)
    ? Buffer.from(readFileSync(from, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\n?/, '\n'))
    : readFileSync(from);
  writeFileSync(to, bytes);
  return createHash('sha256').update(bytes).digest('hex');
}
