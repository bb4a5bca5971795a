import json
import pathlib
import unittest

from webim import Webhook, WebhookError

VECTORS = pathlib.Path(__file__).parents[2] / "conformance" / "webhooks.json"


class WebhookTest(unittest.TestCase):
    def test_vectors(self):
        vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
        self.assertGreater(len(vectors), 20)
        for vector in vectors:
            with self.subTest(vector["name"]):
                webhook = Webhook(*vector["secrets"])
                given = vector["headers"], vector["body"].encode(), vector["now"]
                if "error" in vector:
                    with self.assertRaises(WebhookError) as refused:
                        webhook.verify(*given)
                    self.assertEqual(vector["error"], refused.exception.code)
                else:
                    event = webhook.verify(*given)
                    self.assertEqual(vector["expect"], {"id": event.id, "type": event.type})

    def test_what_it_brings(self):
        vector = next(v for v in json.loads(VECTORS.read_text(encoding="utf-8")) if v["name"] == "a valid one")
        event = Webhook(*vector["secrets"]).verify(vector["headers"], vector["body"], vector["now"])
        self.assertEqual(("hello 你好 🙂", 9, "ann"), (event.message.text, event.message.seq, event.sender.username))

    def test_secrets(self):
        for secrets in ([], ["whsec_"], ["whsec_not base64"]):
            with self.subTest(secrets), self.assertRaises(ValueError):
                Webhook(*secrets)
