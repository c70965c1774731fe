"""Uploads: in, a path below MEDIA_URL; out, the file with headers that keep a browser from running it."""

import re

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils.decorators import sync_and_async_middleware
from django.views.static import serve as serve_file

#: What a browser runs or renders with scripts: offered as a download.
ACTIVE = re.compile(r"\.(s?html?|xhtml|xht|svgz?|xml|xslt?|mht|mhtml|m?js)$", re.IGNORECASE)


@sync_and_async_middleware
def media_middleware(get_response):
    """Serve uploads, unless the project has a view of its own there (which may check permissions)."""
    if iscoroutinefunction(get_response):
        find = sync_to_async(find_response)

        async def serve(request):
            response = await find(request) if is_media(request) else None
            return response or await get_response(request)

    else:

        def serve(request):
            response = find_response(request) if is_media(request) else None
            return response or get_response(request)

    return serve


def is_media(request):
    """True for a request to read something below MEDIA_URL that no view of the project claims."""
    if request.method not in ("GET", "HEAD") or not request.path_info.startswith(settings.MEDIA_URL):
        return False
    request.get_host()  # raises for a wrong Host, as CommonMiddleware does for pages
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return True
    # A catch-all route (pages by slug) does not begin with the media path; django.views.static.serve is replaced.
    claims = match.route.lstrip("^").startswith(settings.MEDIA_URL.lstrip("/"))
    return not claims or match.func is serve_file


def find_response(request):
    """The file, 304 when the client has it, or None. `serve` normalises the path and never leaves the root."""
    name = request.path_info[len(settings.MEDIA_URL) :]
    try:
        response = serve_file(request, name, document_root=settings.MEDIA_ROOT)
    except Http404:
        return None
    response["X-Content-Type-Options"] = "nosniff"
    if ACTIVE.search(name):
        response["Content-Disposition"] = "attachment"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
