"""Client of webim, the self-hosted web messenger: send, read the feed, verify webhooks."""

from .client import Client
from .errors import WebimError
from .models import Event, Message, Page, User
from .webhook import Webhook, WebhookError

__all__ = ["Client", "Event", "Message", "Page", "User", "WebimError", "Webhook", "WebhookError"]
