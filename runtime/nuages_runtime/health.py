"""The outermost layer: in, a request; out, `ok` or `not ok` for one of two paths whatever the Host, else only known Hosts go on."""

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import HttpResponse
from django.utils.decorators import sync_and_async_middleware

from nuages_runtime.launch import current_overlay
from nuages_runtime.migrations import find_unapplied
from nuages_runtime.request import request_id

#: True once all migrations were seen applied: this code's migrations do not become unapplied again.
_migrated = False


@sync_and_async_middleware
def health_middleware(get_response):
    """Answer the two health paths and pass everything else on, with a Host that is allowed.

    Django looks at the Host only when something asks for it: a project without CommonMiddleware may answer any.
    """
    overlay = current_overlay()
    paths = {overlay.alive_path: lambda: True, overlay.ready_path: is_ready}

    if iscoroutinefunction(get_response):

        async def answer(request):
            check = paths.get(request.path_info)
            if check is None:
                request.get_host()
                return await get_response(request)
            return make_answer(request, await sync_to_async(check)())

    else:

        def answer(request):
            check = paths.get(request.path_info)
            if check is None:
                request.get_host()
                return get_response(request)
            return make_answer(request, check())

    return answer


def make_answer(request, healthy):
    """200 or 503 in plain text; 405 for anything but GET and HEAD. Never stored by a cache."""
    request_id.set(None)
    if request.method not in ("GET", "HEAD"):
        response = HttpResponse("not ok", status=405, content_type="text/plain")
        response["Allow"] = "GET, HEAD"
    else:
        status, body = (200, "ok") if healthy else (503, "not ok")
        response = HttpResponse("" if request.method == "HEAD" else body, status=status, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def is_ready():
    """True when each database answers and no migration of this code is missing. The reason is for the log alone."""
    global _migrated
    try:
        ask_databases()
        if not _migrated:
            _migrated = not any(find_unapplied().values())
        return _migrated
    except Exception as error:
        import logging

        logging.getLogger("nuages.health").warning("not ready: %s", type(error).__name__)
        return False


def ask_databases():
    """Run a query on every configured database. Raises when one does not answer."""
    from django.db import connections

    for connection in connections.all():
        if connection.settings_dict.get("ENGINE", "").endswith(".dummy"):
            continue
        connection.close_if_unusable_or_obsolete()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM DUAL" if connection.vendor == "oracle" else "SELECT 1")
                cursor.fetchone()
        except Exception:
            connection.close()
            raise
