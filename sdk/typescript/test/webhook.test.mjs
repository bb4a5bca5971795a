import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { Webhook, WebhookError } from 'webim-client';

const file = process.env.WEBHOOK_VECTORS ?? new URL('../../conformance/webhooks.json', import.meta.url);
const vectors = JSON.parse(await readFile(file, 'utf8'));

for (const { name, secrets, headers, body, now, expect, error } of vectors) {
  test(name, async () => {
    const webhook = new Webhook(secrets);
    for (const form of [headers, new Headers(headers)]) {
      if (error) {
        await assert.rejects(webhook.verify(form, body, now), (refused) => {
          assert.ok(refused instanceof WebhookError);
          assert.equal(refused.code, error);
          return true;
        });
      } else {
        const { id, type = '' } = await webhook.verify(form, new TextEncoder().encode(body), now);
        assert.deepEqual({ id, type }, expect);
      }
    }
  });
}

test('what is no secret is refused at once', () => {
  for (const secrets of [[], 'whsec_', 'whsec_not base64']) assert.throws(() => new Webhook(secrets), TypeError);
});
