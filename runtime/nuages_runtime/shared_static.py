"""Hashed static files of earlier releases: in, a path below STATIC_URL that nobody else had; out, the file, or on."""

import mimetypes
import os

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.http import FileResponse
from django.utils._os import safe_join
from django.utils.decorators import sync_and_async_middleware

from nuages_runtime.hashed_name import is_hashed
from nuages_runtime.launch import current_overlay

IMMUTABLE = "public, max-age=31536000, immutable"
ENCODINGS = {"br": ".br", "gzip": ".gz"}


@sync_and_async_middleware
def shared_static_middleware(get_response):
    """Serve what lies in the release's static root or, under a hashed name, in the folder shared by releases."""
    if iscoroutinefunction(get_response):
        find = sync_to_async(find_response)

        async def serve(request):
            response = await find(request) if is_static(request) else None
            return response or await get_response(request)

    else:

        def serve(request):
            response = find_response(request) if is_static(request) else None
            return response or get_response(request)

    return serve


def is_static(request):
    """True for a request to read something below STATIC_URL."""
    return request.method in ("GET", "HEAD") and request.path_info.startswith(settings.STATIC_URL)


def find_response(request):
    """The file as a response, or None when there is none."""
    # Django's development server takes `{% static '/a.css' %}`, which gives two slashes.
    name = request.path_info[len(settings.STATIC_URL) :].lstrip("/")
    immutable = is_hashed(name)
    folders = [settings.STATIC_ROOT, current_overlay().static_shared if immutable else None]
    for folder in filter(None, folders):
        path = find_file(folder, name)
        if path:
            return make_response(request, path, immutable)
    return None


def find_file(folder, name):
    """The path of a regular file below the folder, or None, also for names that would lead out of it."""
    try:
        path = safe_join(folder, name)
    except ValueError:
        return None
    return path if os.path.isfile(path) else None


def make_response(request, path, immutable):
    """Whole file, in the smallest form that the client takes."""
    accepted = {word.partition(";")[0].strip() for word in request.headers.get("Accept-Encoding", "").split(",")}
    encoding = next((name for name, end in ENCODINGS.items() if name in accepted and os.path.isfile(path + end)), None)
    response = FileResponse(
        open(path + ENCODINGS.get(encoding, ""), "rb"),
        content_type=mimetypes.guess_type(path)[0] or "application/octet-stream",
    )
    if encoding:
        response["Content-Encoding"] = encoding
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = IMMUTABLE if immutable else "public, max-age=60"
    response["Access-Control-Allow-Origin"] = "*"
    return response
