"""What goes wrong between a program and the server."""

from __future__ import annotations

import json
from typing import Any, Optional


class WebimError(Exception):
    """What the server refused, or that it was not reached for as long as it was tried."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        retry_after: float = 0,
        problem: Optional[dict[str, Any]] = None,
    ) -> None:
        super().__init__(f"{status} {code}: {detail}" if status else f"{code}: {detail}")
        #: Of HTTP; 0 where there was no answer.
        self.status = status
        #: Stable, what a program should look at; `unreachable` where there was no answer.
        self.code = code
        #: For a reader.
        self.detail = detail
        #: Seconds to wait before it is worth trying again; 0 where the server did not say.
        self.retry_after = retry_after
        #: All that the server said.
        self.problem = problem or {}

    @property
    def temporary(self) -> bool:
        """Whether the same request may succeed later."""
        return self.status in (0, 429) or self.status >= 500


def unreachable(cause: BaseException) -> WebimError:
    return WebimError(0, "unreachable", str(cause) or type(cause).__name__)


def refusal(status: int, retry_after: Optional[str], body: bytes) -> WebimError:
    try:
        problem = json.loads(body)
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        problem = {}
    return WebimError(
        status,
        str(problem.get("code") or f"http_{status}"),
        str(problem.get("detail") or body[:200].decode("utf-8", "replace")),
        _seconds(retry_after),
        problem,
    )


def _seconds(text: Optional[str]) -> float:
    try:
        return max(0.0, float(text or 0))
    except ValueError:
        return 0.0
