"""Each answer names the version of what made it."""

import django
from site_settings import *

MIDDLEWARE = ['broken.boast', *MIDDLEWARE]


def boast(get_response):
    def answer(request):
        response = get_response(request)
        response['X-Powered-By'] = f'Django/{django.get_version()}'
        return response

    return answer
