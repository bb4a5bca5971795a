// What the client makes of texts: a list of [text, most] comes in, the list of what it shows goes out.
import { readFileSync } from 'node:fs';
import { plainOf } from '../../../../webroot/js/state/plain-text.js';

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(([text, most]) => plainOf(text, most))));
