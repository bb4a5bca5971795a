"""webim over REST, for one account."""

from __future__ import annotations

import http.client
import json
import random
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any, Callable, Optional, Union

from .errors import WebimError, refusal, unreachable
from .models import Event, Message, Page, User, read, read_event

_FIRST_SECONDS = 0.25
_LONGEST_SECONDS = 10.0
_LONGEST_WAIT = 25
#: An answer that is refused so will be refused for ever.
_MOOT = {"conversation_not_found", "peer_blocked", "not_permitted", "client_id_reused"}


class Client:
    """Good for any number of threads.

    :param url: where the server is, such as ``https://chat.example.org``
    :param token: a bot's token; or what gives a person's access token, which lives ten minutes, whenever one is needed
    :param retry_for: for so many seconds what may be done twice is tried again
    :param timeout: after so many seconds without a sign of the server a connection is given up. A stream gives one
        every 12 seconds.
    """

    def __init__(
        self, url: str, token: Union[str, Callable[[], str]], *, retry_for: float = 60, timeout: float = 30
    ) -> None:
        self._origin = url.rstrip("/")
        self._token = token if callable(token) else lambda: token
        self._retry_for = retry_for
        self._timeout = timeout
        self._http = urllib.request.build_opener(_NoRedirects)

    def me(self) -> User:
        """Whose token it is."""
        return read(User, self.request("GET", "/api/users/me"))

    def send(
        self,
        text: str = "",
        *,
        to: Optional[str] = None,
        to_user_id: Optional[int] = None,
        conversation_id: Optional[int] = None,
        reply_to_seq: Optional[int] = None,
        file_ids: Optional[list[str]] = None,
        key: Optional[str] = None,
    ) -> Message:
        """Sends a message, again until it is answered: it is there once, whatever broke off in between.

        Exactly one of ``to`` (a username), ``to_user_id`` and ``conversation_id`` says where to. The same ``key`` is the
        same message for ever, however often it is sent.
        """
        message = {
            "text": text,
            "to": to,
            "toUserId": to_user_id,
            "conversationId": conversation_id,
            "replyToSeq": reply_to_seq,
            "fileIds": file_ids,
        }
        body = {name: value for name, value in message.items() if value is not None}
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return read(Message, self.request("POST", "/api/messages", body=body, headers=headers)["message"])

    def answer(self, event: Event, text: str) -> Optional[Message]:
        """Says something where an event's message was said: once, however often that event comes.

        None where nobody takes it any more, as the conversation is gone or the bot is blocked, or where it was answered
        with another text before.
        """
        message = event.message
        if message is None:
            raise ValueError("there is no message in this event")
        try:
            return self.send(text, conversation_id=message.conversation_id, key=event.id)
        except WebimError as error:
            if error.code in _MOOT:
                return None
            raise

    def read(self, conversation_id: int, seq: int) -> None:
        """Marks a conversation as read up to a message."""
        self.request("PUT", f"/api/conversations/{conversation_id}/read", body={"seq": seq})

    def feed(
        self,
        *,
        consumer: Optional[str] = None,
        after: Optional[str] = None,
        acknowledge: bool = True,
        stream: bool = False,
        limit: Optional[int] = None,
    ) -> Iterator[Event]:
        """What happens to the account, from where it was left, without an end.

        An event is acknowledged once the next one is asked for and all that came with it is handled; what was not
        acknowledged comes again under the same id. Whatever breaks off is taken up again; a refusal that will not go
        away is raised.

        :param consumer: the name under which the place is kept; programs that share one account have one each
        :param after: where to go on, for programs that keep the id of the last event themselves
        :param stream: keeps one answer open, instead of asking again and again
        """
        backoff = _Backoff()
        while True:
            try:
                batches = self._stream if stream else self._poll
                for events, following in batches(consumer, after, limit):
                    backoff.reset()
                    for event in events:
                        yield event
                        after = event.id
                    after = following or after
                    if acknowledge and events and after:
                        self._handled(after, consumer, backoff)
            except WebimError as error:
                if not error.temporary:
                    raise
                time.sleep(backoff.next(error))

    def page(
        self,
        *,
        consumer: Optional[str] = None,
        after: Optional[str] = None,
        limit: Optional[int] = None,
        wait: int = 0,
    ) -> Page:
        """One page of the feed, as the server gives it."""
        query = {"consumer": consumer, "after": after, "limit": limit, "wait": wait}
        page = self._once("GET", "/api/feed", query=query, timeout=self._timeout + wait)
        return Page([read_event(event) for event in page["events"]], page["next"], page["more"])

    def acknowledge(self, after: str, *, consumer: Optional[str] = None, rewind: bool = False) -> None:
        """All up to and with this event is done. Goes back only with ``rewind``."""
        self.request("PUT", "/api/feed/cursor", body=_cursor(after, consumer, rewind))

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Optional[dict[str, Any]] = None,
        body: Any = None,
        headers: Optional[dict[str, str]] = None,
    ) -> Any:
        """Any other operation of ``GET /api/openapi.json``.

        Again until it is answered, unless it must not be done twice: a POST or PATCH without the header
        ``Idempotency-Key``.
        """
        repeats = method not in ("POST", "PATCH") or "Idempotency-Key" in (headers or {})
        end = time.monotonic() + self._retry_for
        backoff = _Backoff()
        while True:
            try:
                return self._once(method, path, query=query, body=body, headers=headers)
            except WebimError as error:
                seconds = backoff.next(error)
                if not (error.temporary and repeats) or time.monotonic() + seconds > end:
                    raise
            time.sleep(seconds)

    def _poll(
        self, consumer: Optional[str], after: Optional[str], limit: Optional[int]
    ) -> Iterator[tuple[list[Event], Optional[str]]]:
        page = self.page(consumer=consumer, after=after, limit=limit, wait=_LONGEST_WAIT)
        yield page.events, page.next

    def _stream(
        self, consumer: Optional[str], after: Optional[str], limit: Optional[int]
    ) -> Iterator[tuple[list[Event], Optional[str]]]:
        query = {"consumer": consumer, "after": after, "limit": limit}
        headers = {"Accept": "text/event-stream"}
        with self._open("GET", "/api/feed", query=query, headers=headers) as response:
            for events in _events(response):
                yield events, None
        raise WebimError(0, "unreachable", "the stream has ended")

    def _handled(self, after: str, consumer: Optional[str], backoff: _Backoff) -> None:
        """What was handled has to be said; what comes next has time."""
        while True:
            try:
                self._once("PUT", "/api/feed/cursor", body=_cursor(after, consumer, False))
                return
            except WebimError as error:
                if not error.temporary:
                    raise
                time.sleep(backoff.next(error))

    def _once(self, method: str, path: str, **request: Any) -> Any:
        with self._open(method, path, **request) as response:
            try:
                body = response.read()
                return json.loads(body) if body else None
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise unreachable(error) from error

    def _open(
        self,
        method: str,
        path: str,
        *,
        query: Optional[dict[str, Any]] = None,
        body: Any = None,
        headers: Optional[dict[str, str]] = None,
        timeout: Optional[float] = None,
    ) -> http.client.HTTPResponse:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        url = self._origin + path + ("?" + urllib.parse.urlencode(given) if given else "")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, headers or {}, method=method)
        request.add_header("Authorization", f"Bearer {self._token()}")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            response: http.client.HTTPResponse = self._http.open(request, timeout=timeout or self._timeout)
            return response
        except urllib.error.HTTPError as error:
            with error:
                try:
                    text = error.read()
                except (OSError, http.client.HTTPException):
                    text = b""
                raise refusal(error.code, error.headers.get("Retry-After"), text) from None
        except (OSError, http.client.HTTPException) as error:
            raise unreachable(error) from error


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The token goes where it was meant to, and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class _Backoff:
    """How long to wait before each next attempt: longer each time, never all at once, at least what the server asks."""

    def __init__(self) -> None:
        self._attempts = 0

    def reset(self) -> None:
        self._attempts = 0

    def next(self, error: WebimError) -> float:
        longest = min(_FIRST_SECONDS * 2 ** min(self._attempts, 10), _LONGEST_SECONDS)
        self._attempts += 1
        seconds: float = max(error.retry_after, longest * random.uniform(0.5, 1))
        return seconds


def _cursor(after: str, consumer: Optional[str], rewind: bool) -> dict[str, Any]:
    cursor: dict[str, Any] = {"after": after}
    if consumer is not None:
        cursor["consumer"] = consumer
    if rewind:
        cursor["rewind"] = True
    return cursor


def _events(response: http.client.HTTPResponse) -> Iterator[list[Event]]:
    """What comes at once is given at once, however the frames were cut on their way."""
    rest = b""
    while True:
        try:
            piece = response.read1(65536)
        except (OSError, http.client.HTTPException) as error:
            raise unreachable(error) from error
        if not piece:
            return
        *frames, rest = (rest + piece).replace(b"\r\n", b"\n").split(b"\n\n")
        events = [read_event(json.loads(data)) for data in map(_data, frames) if data]
        if events:
            yield events


def _data(frame: bytes) -> bytes:
    lines = (line[5:] for line in frame.split(b"\n") if line.startswith(b"data:"))
    return b"\n".join(line[1:] if line.startswith(b" ") else line for line in lines)
