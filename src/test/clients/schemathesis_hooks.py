"""What Schemathesis does not know of webim: how one logs in, and what the piece of a file is."""

import os

import requests
import schemathesis

# An access token lasts ten minutes.
SECONDS = 300

# What concerns waits and streams of the feed alone.
LEFT_OUT = ("wait", "Last-Event-ID")

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")


@schemathesis.hook
def before_load_schema(context, schema):
    """What may be missing may be null too, as the description says."""
    for operation in operations(schema):
        operation["parameters"] = [
            parameter for parameter in operation.get("parameters", []) if parameter.get("name") not in LEFT_OUT
        ]
        for content in operation.get("requestBody", {}).get("content", {}).values():
            let_be_null(content.get("schema", {}))


def operations(schema):
    for path in schema["paths"].values():
        yield from (operation for method, operation in path.items() if method != "parameters")


def let_be_null(body):
    required = body.get("required", [])
    for name, value in body.get("properties", {}).items():
        if name not in required:
            body["properties"][name] = {"anyOf": [value, {"type": "null"}]}


@schemathesis.auth(refresh_interval=SECONDS)
class LogIn:
    def get(self, case, context):
        answer = requests.post(
            os.environ["WEBIM_URL"] + "/api/sessions",
            json={
                "username": os.environ["WEBIM_USERNAME"],
                "password": os.environ["WEBIM_PASSWORD"],
                "device": "Schemathesis",
            },
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json()["accessToken"]

    def set(self, case, token, context):
        case.headers = {**(case.headers or {}), "Authorization": "Bearer " + token}
