"""A catch-all for a single-page application answers also for static files that are gone."""

from django.http import HttpResponse
from site_settings import *

MIDDLEWARE = ['broken.catch_all', *MIDDLEWARE]


def catch_all(get_response):
    def answer(request):
        response = get_response(request)
        return HttpResponse('<div id="app"></div>') if response.status_code == 404 else response

    return answer
