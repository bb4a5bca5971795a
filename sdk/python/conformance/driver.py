"""Does what it is told to over standard input: see sdk/conformance/README.md."""

import dataclasses
import json
import sys

from webim import Client, Event, WebimError


def tell(told):
    print(json.dumps(told), flush=True)


class Commands:
    def open(self, url, token, retryFor, timeout):
        self.client = Client(url, token, retry_for=retryFor, timeout=timeout)

    def me(self):
        return self.client.me().raw

    def send(self, text, to=None, toUserId=None, conversationId=None, key=None):
        return self.client.send(text, to=to, to_user_id=toUserId, conversation_id=conversationId, key=key).raw

    def answer(self, event, text):
        message = self.client.answer(Event(**event), text)
        return message and message.raw

    def read(self, conversationId, seq):
        self.client.read(conversationId, seq)

    def request(self, method, path, body=None):
        return self.client.request(method, path, body=body)

    def follow(self, until, via="poll", consumer=None, after=None):
        for event in self.client.feed(consumer=consumer, after=after, stream=via == "stream"):
            tell({"event": dataclasses.asdict(event)})
            if event.message and event.message.text == until:
                self.client.acknowledge(event.id, consumer=consumer)
                return


def main():
    commands = Commands()
    for line in sys.stdin:
        given = json.loads(line)
        try:
            tell({"ok": getattr(commands, given.pop("do"))(**given) or {}})
        except WebimError as error:
            tell({"error": {"status": error.status, "code": error.code, "retryAfter": error.retry_after}})


main()
