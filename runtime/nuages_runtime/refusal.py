"""What cannot be served is refused in words: in, a message; out, an exception that launchers turn into exit code 78."""

import sys

#: EX_CONFIG of sysexits.h: the configuration is wrong, starting again will not help.
EXIT_CODE = 78


class Refusal(Exception):
    """An expected reason not to start. The text names variables and places, never a value."""


def exit_refused(refusal):
    """Print the refusal for a person and leave with the exit code that means "wrong configuration"."""
    sys.stderr.write("nuages: {}\n".format(refusal))
    sys.stderr.flush()
    raise SystemExit(EXIT_CODE)
