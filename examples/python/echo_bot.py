"""A bot that answers every message with the same text, over plain HTTP. Python 3.9 or newer, nothing else.

    WEBIM_URL=http://127.0.0.1:8080 WEBIM_TOKEN=webim_… python3 echo_bot.py
"""

import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.request

WEBIM_URL = os.environ.get("WEBIM_URL", "http://127.0.0.1:8080")
WEBIM_TOKEN = os.environ.get("WEBIM_TOKEN", "")
ASK_AGAIN_SECONDS = 1

# The conversation is gone, the bot is blocked, or it was answered with another text, edited since.
MOOT = ("conversation_not_found", "peer_blocked", "not_permitted", "client_id_reused")


class Refused(Exception):
    """What the server said no to, for good."""

    def __init__(self, problem):
        super().__init__(problem)
        self.code = json.loads(problem)["code"]


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """The token goes nowhere else."""

    def redirect_request(self, *args, **kwargs):
        return None


HTTP = urllib.request.build_opener(NoRedirects)


def call(method, path, body=None, headers=None):
    """Asks until there is an answer: all that this bot asks for may be asked for twice."""
    while True:
        seconds = ASK_AGAIN_SECONDS
        request = urllib.request.Request(WEBIM_URL + path, method=method, headers=headers or {})
        request.add_header("Authorization", f"Bearer {WEBIM_TOKEN}")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with HTTP.open(request, timeout=60) as response:
                text = response.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            text = error.read().decode("utf-8", "replace")
            if error.code < 500 and error.code != 429:
                raise Refused(text) from None
            seconds = int(error.headers.get("Retry-After") or ASK_AGAIN_SECONDS)
            print(error.code, text, file=sys.stderr)
        except (OSError, http.client.HTTPException) as error:
            print(error, file=sys.stderr)
        time.sleep(seconds)


def answer(event, message):
    place = message["conversationId"]
    try:
        # The same for the same event: however often it comes, it is answered once.
        key = {"Idempotency-Key": event["id"]}
        call("POST", "/api/messages", {"conversationId": place, "text": message["text"]}, key)
        call("PUT", f"/api/conversations/{place}/read", {"seq": message["seq"]})
    except Refused as refused:
        # Nobody else is held up by it.
        if refused.code not in MOOT:
            raise
        print(refused, file=sys.stderr)


def run():
    me = call("GET", "/api/users/me")["id"]
    page = call("GET", "/api/feed")
    print(f"ready as user {me}", flush=True)
    while True:
        for event in page["events"]:
            message = event["data"].get("message")
            if event["type"] == "message.sent" and message and message.get("text") and message["senderId"] != me:
                answer(event, message)
        # Only now: what a crash leaves unanswered comes again.
        if page["events"]:
            call("PUT", "/api/feed/cursor", {"after": page["next"]})
        page = call("GET", f"/api/feed?wait=25&after={page['next']}")


if __name__ == "__main__":
    if not WEBIM_TOKEN:
        sys.exit("Set WEBIM_TOKEN to a token of a bot.")
    try:
        run()
    except Refused as refused:
        sys.exit(str(refused))
