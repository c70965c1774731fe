"""Log lines: in, a record; out, one JSON object on one line, with the request's number and without a secret."""

import json
import logging
from datetime import datetime, timezone

from nuages_runtime.inputs import redact


class JsonFormatter(logging.Formatter):
    """Keys: time (UTC), level, logger, message, request_id when in a request, exception when there is one."""

    def format(self, record):
        entry = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        number = current_request_id()
        if number:
            entry["request_id"] = number
        if record.exc_info:
            entry["exception"] = redact(self.formatException(record.exc_info))
        if record.stack_info:
            entry["stack"] = redact(self.formatStack(record.stack_info))
        return json.dumps(entry, ensure_ascii=False, default=str)


class RedactedStream:
    """A text stream that hides secrets in what is written to it; all else is the stream itself."""

    def __init__(self, stream):
        self._stream = stream

    def write(self, text):
        return self._stream.write(redact(text))

    def writelines(self, lines):
        self._stream.writelines(redact(line) for line in lines)

    def __getattr__(self, name):
        return getattr(self._stream, name)


def current_request_id():
    """The number of the request being answered; None outside of one, and in a server's master without Django."""
    try:
        from nuages_runtime.request import request_id
    except ImportError:
        return None
    return request_id.get()
