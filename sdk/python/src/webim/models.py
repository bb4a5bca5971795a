"""What the server tells of. `raw` is all of it; `GET /api/openapi.json` describes that."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Optional, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class User:
    """Somebody: a person, or a program where `bot` is true."""

    id: int
    username: str
    display_name: str
    bot: bool = False
    raw: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Message:
    """A message as it is now."""

    conversation_id: int
    #: Its number within the conversation.
    seq: int
    #: 0 where `kind` is `event`.
    sender_id: int = 0
    client_id: str = ""
    #: `text`, `file`, `voice`, `event`; there will be more.
    kind: str = ""
    #: None once the message is deleted for everyone.
    text: Optional[str] = None
    sent_at: str = ""
    edited_at: Optional[str] = None
    deleted: bool = False
    #: The higher one is newer; 0 where the message never changed.
    version: int = 0
    raw: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Event:
    """What has happened. There will be more types: pass over what you do not know."""

    #: Never changes: what was done with it is found again by it. Good as a cursor, and as the `key` of an answer.
    id: str
    type: str
    timestamp: str
    data: dict[str, Any]

    @property
    def message(self) -> Optional[Message]:
        """Of `message.sent` and `message.changed`; None where the account does not see it any more."""
        message = self.data.get("message")
        return read(Message, message) if message else None

    @property
    def sender(self) -> Optional[User]:
        """Of `message.sent` and `message.changed`."""
        sender = self.data.get("sender")
        return read(User, sender) if sender else None


@dataclass(frozen=True)
class Page:
    """A page of the feed."""

    events: list[Event]
    #: What to ask for next, as `after`.
    next: str
    #: Whether there is more already.
    more: bool


def read(kind: type[T], told: dict[str, Any]) -> T:
    """Takes what it knows of what was told; None and missing are the same."""
    known = {f.name: told.get(_camel(f.name)) for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    if "raw" in known:
        known["raw"] = told
    return kind(**{name: value for name, value in known.items() if value is not None})


def read_event(told: dict[str, Any]) -> Event:
    return Event(told["id"], told.get("type", ""), told.get("timestamp", ""), told.get("data") or {})


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
