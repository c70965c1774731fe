"""Error reports without secrets: in, settings, request and local variables; out, the same with values hidden."""

import re

from django.views.debug import SafeExceptionReporterFilter

from nuages_runtime.inputs import redact


class SecretReporterFilter(SafeExceptionReporterFilter):
    """Django's filter goes by some words in a name. This one knows more words, and the values themselves."""

    hidden_settings = re.compile(
        "API|AUTH|TOKEN|KEY|SECRET|PASS|SIGNATURE|COOKIE|SESSIONID|CREDENTIAL|PRIVATE|DSN|DATABASE|_URL$|_URI$|BROKER",
        flags=re.IGNORECASE,
    )
    #: Names that end in _URL and are harmless: an address of the site is what a reader of a report needs.
    shown_settings = re.compile("^(STATIC|MEDIA|LOGIN|LOGOUT|LOGIN_REDIRECT|LOGOUT_REDIRECT|ADMIN)_URL$")

    def cleanse_setting(self, key, value):
        if isinstance(key, str) and self.shown_settings.match(key):
            return value
        cleansed = super().cleanse_setting(key, value)
        return redact(cleansed) if isinstance(cleansed, str) else cleansed

    def get_traceback_frame_variables(self, request, tb_frame):
        variables = super().get_traceback_frame_variables(request, tb_frame)
        return [(name, redact_value(value)) for name, value in variables]


def redact_value(value):
    """A local variable as it is, or its text without the secret when it holds one."""
    try:
        text = value if isinstance(value, str) else repr(value)
    except Exception:
        return value
    redacted = redact(text)
    return value if redacted == text else redacted
