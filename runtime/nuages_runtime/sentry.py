"""Events for an error tracker: in, an event of sentry_sdk; out, the same without the value of any secret."""

import sys

from nuages_runtime.inputs import redact


def hide_in_events():
    """Redact all events of a sentry_sdk that the project's settings have loaded; it never imports one itself."""
    if "sentry_sdk" in sys.modules:
        from sentry_sdk.scope import add_global_event_processor

        add_global_event_processor(lambda event, hint: redact_data(event))


def redact_data(data):
    """Redact every text in nested dictionaries and lists; other values are kept."""
    if isinstance(data, str):
        return redact(data)
    if isinstance(data, dict):
        return {key: redact_data(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return type(data)(map(redact_data, data)) if type(data) in (list, tuple) else data
    return data
