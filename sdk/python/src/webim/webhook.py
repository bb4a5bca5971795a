"""Takes what webim posts, once it is proved to be from there: Standard Webhooks 1.0."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Optional, Union

from .models import Event, read_event

_PREFIX = "whsec_"


class WebhookError(Exception):
    """What came was not sent by webim, or not lately. Answer 401, and look at nothing in it.

    ``code`` is ``missing_header``, ``bad_timestamp``, ``too_old``, ``too_new``, ``bad_signature`` or ``bad_body``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Webhook:
    """:param secrets: as the subscription gave it, ``whsec_…``; several while one takes over from another
    :param tolerance: how many seconds ago it may have been sent
    """

    def __init__(self, *secrets: str, tolerance: float = 300) -> None:
        if not secrets:
            raise ValueError("a webhook needs a secret")
        self._keys = [_key(secret) for secret in secrets]
        self._tolerance = tolerance

    def verify(self, headers: Mapping[str, str], body: Union[bytes, str], now: Optional[float] = None) -> Event:
        """The event. Its id is that of the feed, and the same when it is posted again: pass over what you have had.

        :param body: as it came, not parsed and written again
        :param now: in seconds
        """
        data = body.encode() if isinstance(body, str) else body
        lower = {name.lower(): value for name, value in headers.items()}
        identifier = _header(lower, "webhook-id")
        timestamp = _header(lower, "webhook-timestamp")
        signatures = _header(lower, "webhook-signature")
        self._check_time(timestamp, time.time() if now is None else now)
        if not self._is_signed(f"{identifier}.{timestamp}.".encode() + data, signatures):
            raise WebhookError("bad_signature")
        try:
            told = json.loads(data)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise WebhookError("bad_body")
        return read_event({**told, "id": identifier})

    def _check_time(self, timestamp: str, now: float) -> None:
        if not re.fullmatch("[0-9]{1,12}", timestamp):
            raise WebhookError("bad_timestamp")
        if int(timestamp) < now - self._tolerance:
            raise WebhookError("too_old")
        if int(timestamp) > now + self._tolerance:
            raise WebhookError("too_new")

    def _is_signed(self, signed: bytes, signatures: str) -> bool:
        """One good signature of any secret is enough; those of other kinds are passed over."""
        expected = [base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()) for key in self._keys]
        given = [one[3:].encode() for one in signatures.split(" ") if one.startswith("v1,")]
        return any(hmac.compare_digest(one, other) for one in expected for other in given)


def _key(secret: str) -> bytes:
    text = secret[len(_PREFIX) :] if secret.startswith(_PREFIX) else secret
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise ValueError("a secret is whsec_ and base64")
    return key


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name)
    if not value:
        raise WebhookError("missing_header")
    return value
