"""Readiness tells anybody about the inside."""

from site_settings import *

MIDDLEWARE = ['broken.talk', *MIDDLEWARE]


def talk(get_response):
    def answer(request):
        response = get_response(request)
        if request.path_info == '/readyz':
            response.content = f"ok, database {DATABASES['default']['NAME']}, 19 migrations"
        return response

    return answer
