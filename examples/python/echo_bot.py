"""A bot that answers every message with the same text. Python 3.9 or newer, nothing else.

    WEBIM_URL=http://127.0.0.1:8080 WEBIM_BRIDGE=127.0.0.1:7000 \
    BOT_USERNAME=echo BOT_PASSWORD='a long password' python3 echo_bot.py
"""

import http.cookiejar
import json
import os
import queue
import socket
import struct
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid

WEBIM_URL = os.environ.get("WEBIM_URL", "http://127.0.0.1:8080")
WEBIM_BRIDGE = os.environ.get("WEBIM_BRIDGE", "127.0.0.1:7000")
BOT_USERNAME = os.environ.get("BOT_USERNAME", "echo")
BOT_PASSWORD = os.environ.get("BOT_PASSWORD", "")
BOT_RENEW_SECONDS = float(os.environ.get("BOT_RENEW_SECONDS", "0"))


class Refused(Exception):
    """What the server said no to."""


class Account:
    """The account over REST: made when it is new, and a token that is renewed with the session's cookie."""

    def __init__(self):
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._http = urllib.request.build_opener(cookies)

    def log_in(self):
        account = {"username": BOT_USERNAME, "password": BOT_PASSWORD}
        status, session = self._post("/api/sessions", {**account, "device": "echo bot"})
        if status == 401:
            status, made = self._post("/api/users", account)
            if status != 201:
                raise Refused(f"cannot register {BOT_USERNAME}: {made}")
            status, session = self._post("/api/sessions", {**account, "device": "echo bot"})
        if status != 201:
            raise Refused(f"cannot log in: {session}")
        return session

    def refresh(self):
        status, body = self._post("/api/sessions/refresh")
        if status != 200:
            raise Refused(f"cannot renew the token: {body}")
        return body

    def _post(self, path, body=None):
        data = b"" if body is None else json.dumps(body).encode()
        request = urllib.request.Request(WEBIM_URL + path, data, {"Content-Type": "application/json"}, method="POST")
        try:
            with self._http.open(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


class EventBus:
    """One connection to the event bus: four bytes of length, then a JSON object, both ways."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self._socket = socket.create_connection((host, int(port)))
        self._writing = threading.Lock()
        self._waiting = {}
        self.events = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def request(self, address, body):
        """Sends a request; returns its answer or raises the refusal."""
        reply_address = str(uuid.uuid4())
        answer = self._waiting[reply_address] = queue.Queue(1)
        self._write({"type": "send", "address": address, "replyAddress": reply_address, "body": body})
        try:
            frame = answer.get(timeout=30)
        except queue.Empty:
            raise Refused(f"{address} was not answered") from None
        finally:
            self._waiting.pop(reply_address, None)
        if frame["type"] == "err":
            raise Refused(f"{frame['failureCode']} {frame['message']}")
        return frame["body"]

    def register(self, address):
        self._write({"type": "register", "address": address})

    def ping(self):
        self._write({"type": "ping"})

    def close(self):
        self._socket.close()

    def _write(self, frame):
        data = json.dumps(frame).encode()
        with self._writing:
            self._socket.sendall(struct.pack(">I", len(data)) + data)

    def _read(self):
        try:
            with self._socket.makefile("rb") as stream:
                while header := stream.read(4):
                    self._take(json.loads(stream.read(struct.unpack(">I", header)[0])))
        except (OSError, ValueError, struct.error) as error:
            print(error, file=sys.stderr)
        self.events.put(None)

    def _take(self, frame):
        waiting = self._waiting.get(frame.get("address"))
        if waiting:
            waiting.put(frame)
        elif frame["type"] == "message":
            self.events.put(frame["body"])
        elif frame["type"] == "err":
            print(frame["failureCode"], frame["message"], file=sys.stderr)


class EchoBot:
    def __init__(self, bus, user_id):
        self._bus = bus
        self._user_id = user_id
        self._answered = {}

    def catch_up(self):
        """What came while nobody listened."""
        for conversation in self._bus.request("chat.message.unread", {})["conversations"]:
            for message in conversation["messages"]:
                self.answer(message)

    def answer(self, message):
        place = {"conversationId": message["conversationId"], "seq": message["seq"]}
        if message["senderId"] == self._user_id or place["seq"] <= self._answered.get(place["conversationId"], 0):
            return
        self._answered[place["conversationId"]] = place["seq"]
        self._bus.request("chat.message.received", place)
        if not message.get("deleted"):
            # The same for the same message, so that an answer is never given twice, even after a crash in the middle.
            name = f"{self._user_id}/{place['conversationId']}/{place['seq']}"
            answer = {
                "conversationId": place["conversationId"],
                "clientId": str(uuid.uuid5(uuid.NAMESPACE_OID, name)),
                "text": message["text"],
            }
            self._bus.request("chat.message.send", answer)
        self._bus.request("chat.conversation.read", place)


def run():
    account = Account()
    token = account.log_in()["accessToken"]
    bus = EventBus(WEBIM_BRIDGE)
    try:
        opened = bus.request("auth.socket.open", {"accessToken": token})
        bot = EchoBot(bus, opened["userId"])
        bus.register(f"chat.inbox.{opened['userId']}")
        print(f"ready as user {opened['userId']}", flush=True)
        bot.catch_up()
        serve(account, bus, bot, opened)
    finally:
        bus.close()


def serve(account, bus, bot, opened):
    ping_seconds = opened["pingInterval"] / 1000
    renew_seconds = BOT_RENEW_SECONDS or opened["expiresIn"] * 0.8
    renew_at = time.monotonic() + renew_seconds
    ping_at = time.monotonic() + ping_seconds
    while True:
        now = time.monotonic()
        if now >= renew_at:
            bus.request("auth.socket.open", {"accessToken": account.refresh()["accessToken"]})
            print("token renewed", flush=True)
            renew_at = now + renew_seconds
        if now >= ping_at:
            bus.ping()
            ping_at = now + ping_seconds
        try:
            event = bus.events.get(timeout=max(0.01, min(ping_at, renew_at) - time.monotonic()))
        except queue.Empty:
            continue
        if event is None:
            raise Refused("the connection was closed")
        if event["type"] == "message.sent":
            bot.answer(event["message"])


if __name__ == "__main__":
    if not BOT_PASSWORD:
        sys.exit("Set BOT_PASSWORD.")
    while True:
        try:
            run()
        except (Refused, OSError) as error:
            print(error, file=sys.stderr)
        time.sleep(2)
