import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drafts } from '../../../webroot/js/state/drafts.js';
import { DraftFiles } from '../../../webroot/js/state/draft-files.js';
import { MemoryItems } from './help/fakes.js';
import { MemoryFiles } from './help/files.js';

const CHAT = 7;
const bay = { key: '1/tray/bay', file: new Blob(['bay']), original: false };
const plan = { key: '1/tray/plan', file: new Blob(['plan']), original: true };

function device() {
  const memory = new MemoryItems();
  const storage = new MemoryFiles();
  return {
    storage,
    page() {
      const drafts = new Drafts({ memory, userId: 1 });
      return { drafts, tray: new DraftFiles({ drafts, storage, userId: 1 }) };
    },
  };
}

test('what was chosen is there after a reload, and counts as not sent', async () => {
  const { page } = device();
  const items = [bay, plan];
  await page().tray.keep(CHAT, () => items);

  const later = page();
  assert.deepEqual(await later.tray.follow(CHAT), items);
  assert.equal(await later.tray.follow(CHAT), undefined, 'it knows of them by now');
  assert.equal(later.drafts.exist(), true);
  assert.deepEqual(later.tray.keys(), [bay.key, plan.key]);
  assert.equal(later.drafts.of(CHAT), '');
  assert.equal(later.drafts.fileCount(CHAT), 2);
  assert.equal(later.drafts.fileCount(CHAT + 1), 0);
});

test('what is left out or sent leaves nothing behind', async () => {
  const { page, storage } = device();
  const { tray, drafts } = page();
  const [both, one, none] = [[bay, plan], [plan], []];
  await tray.keep(CHAT, () => both);
  await tray.keep(CHAT, () => one);
  assert.deepEqual(await storage.waitingKeys(1), [plan.key]);

  await tray.keep(CHAT, () => none);
  assert.deepEqual(await storage.waitingKeys(1), []);
  assert.equal(drafts.exist(), false);
});

test('what was overtaken while it was written down is not told', async () => {
  const { page } = device();
  const { tray, drafts } = page();
  let items = [bay, plan];
  const kept = tray.keep(CHAT, () => items);
  items = [bay];
  await Promise.all([kept, tray.keep(CHAT, () => items)]);

  assert.deepEqual(await page().tray.follow(CHAT), [bay]);
  assert.deepEqual(tray.keys(), [bay.key]);
  assert.equal(drafts.filesIn(CHAT + 1), '');
});

test('another page has what is still there of it, and none once they were sent', async () => {
  const { page, storage } = device();
  const [first, second] = [page(), page()];
  const [both, none] = [[bay, plan], []];
  await first.tray.keep(CHAT, () => both);
  await storage.dropWaiting([bay.key]);
  second.drafts.heard(`webim.draft.1.${CHAT}.files`, first.drafts.filesIn(CHAT));
  assert.deepEqual(await second.tray.follow(CHAT), [plan]);

  await first.tray.keep(CHAT, () => none);
  second.drafts.heard(`webim.draft.1.${CHAT}.files`, null);
  assert.deepEqual(await second.tray.follow(CHAT), []);
});
