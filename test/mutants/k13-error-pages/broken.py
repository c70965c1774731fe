"""The page for 404 shows the environment, to help with finding mistakes."""

from django.http import HttpResponseNotFound
from site_settings import *

MIDDLEWARE = ['broken.show_environment', *MIDDLEWARE]


def show_environment(get_response):
    def answer(request):
        response = get_response(request)
        if response.status_code == 404:
            return HttpResponseNotFound('Not found. DATABASE_URL=postgres://polls:pollen@db/polls')
        return response

    return answer
