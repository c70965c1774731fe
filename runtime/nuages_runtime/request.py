"""Each request's number and true sender: in, our proxy's headers; out, request.META, a header, the log's context."""

import ipaddress
import os
import re
import uuid
from contextvars import ContextVar

from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware

from nuages_runtime.launch import current_overlay

#: What a request id from the proxy may look like; anything else is replaced, for it goes into logs.
VALID_ID = re.compile(r"[A-Za-z0-9_.:-]{8,64}")

request_id = ContextVar("nuages_request_id", default=None)


@sync_and_async_middleware
def request_middleware(get_response):
    """Number the request, learn the client's address from our proxy, and name the release when asked to."""
    overlay = current_overlay()

    def begin(request):
        if overlay.behind_proxy:
            believe_address(request.META)
        number = find_id(request.META, overlay.behind_proxy)
        request_id.set(number)
        request.nuages_request_id = number
        return number

    def finish(response, number):
        if not response.has_header("X-Request-ID"):
            response["X-Request-ID"] = number
        if overlay.expose_release and overlay.release:
            response["X-Nuages-Release"] = overlay.release
        return response

    if iscoroutinefunction(get_response):

        async def number_request(request):
            number = begin(request)
            return finish(await get_response(request), number)

    else:

        def number_request(request):
            number = begin(request)
            return finish(get_response(request), number)

    return number_request


def find_id(meta, trusted):
    """The proxy's number for this request, or a new one; a client's own is never believed."""
    given = meta.get("HTTP_X_REQUEST_ID", "") if trusted else ""
    return given if VALID_ID.fullmatch(given) else uuid.UUID(bytes=os.urandom(16), version=4).hex


def believe_address(meta):
    """REMOTE_ADDR from the last entry of X-Forwarded-For: the one that our own proxy wrote."""
    last = meta.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        meta["REMOTE_ADDR"] = str(ipaddress.ip_address(last))
    except ValueError:
        return
