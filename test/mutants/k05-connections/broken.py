"""Each look at readiness opens a connection and leaves it open, until the server gives no more."""

from django.db import OperationalError
from site_settings import *

MIDDLEWARE = ['broken.leak', *MIDDLEWARE]
left_open = []


def leak(get_response):
    def answer(request):
        if request.path_info == '/readyz':
            if len(left_open) >= 20:
                raise OperationalError('sorry, too many clients already')
            left_open.append(request)
        return get_response(request)

    return answer
