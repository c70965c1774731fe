"""Rule `health`: in, MIDDLEWARE; out, the health answers before everything else, so that any Host gets them."""

from nuages_runtime.middleware_list import insert_first

HEALTH = "nuages_runtime.health.health_middleware"


def put_health_first(draft):
    """Before redirects, sessions and the check of the Host header."""
    draft.change("MIDDLEWARE", insert_first(draft.get("MIDDLEWARE"), HEALTH), "Answers health checks.", kind="added")
