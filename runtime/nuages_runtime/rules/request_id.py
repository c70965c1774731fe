"""Rule `request-id`: in, MIDDLEWARE; out, a number for each request and the client's true address."""

from nuages_runtime.middleware_list import insert_first

REQUEST = "nuages_runtime.request.request_middleware"


def number_requests(draft):
    """So that all log lines of one request can be found, also in the proxy's log."""
    draft.change("MIDDLEWARE", insert_first(draft.get("MIDDLEWARE"), REQUEST), "Numbers requests.", kind="added")
