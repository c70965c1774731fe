"""The page that home leads to fails."""

from site_settings import *

MIDDLEWARE = [*MIDDLEWARE, 'broken.fail_on_list']


def fail_on_list(get_response):
    def answer(request):
        if request.path_info == '/polls/':
            raise RuntimeError('the list cannot be made')
        return get_response(request)

    return answer
