"""Vert.x's own client of its bridge over TCP: logs in, says what comes, and sends what it is told to."""

import os
import sys
import threading
import time
import uuid

from vertx import EventBus

OPTIONS = {"auto_connect": False, "ping_interval": 1, "connection_timeout": 60, "retry_interval": 1}


def say(text):
    print(text, flush=True)


def got(message):
    body = message["body"]
    if body["type"] == "message.sent":
        say("got " + body["message"]["text"])


def joined():
    """Its own reconnect registers before anybody could log in: a new one instead."""
    bus = EventBus(port=int(os.environ["WEBIM_PORT"]), options=OPTIONS, err_handler=lambda error: say(f"refused {error}"))
    bus.auto_connect = False
    bus.connect()
    bus.send("auth.socket.open", body={"accessToken": os.environ["WEBIM_TOKEN"]}, reply_handler=lambda message: None)
    bus.register_handler("chat.inbox", got)
    # Behind the registration: once it is answered, that holds.
    bus.send("contacts.list", body={}, reply_handler=lambda message: None)
    return bus


def stay():
    global bus
    while True:
        bus = joined()
        say("ready")
        while bus.is_connected():
            time.sleep(0.05)


bus = None
threading.Thread(target=stay, daemon=True).start()
for line in sys.stdin:
    text = line.rstrip("\n")
    body = {"conversationId": int(os.environ["WEBIM_CONVERSATION"]), "clientId": str(uuid.uuid4()), "text": text}
    bus.send("chat.message.send", body=body, reply_handler=lambda message: say("sent " + text))
