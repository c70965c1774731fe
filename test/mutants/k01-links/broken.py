"""A page that home links to fails."""

from site_settings import *

MIDDLEWARE = [*MIDDLEWARE, 'broken.fail_on_login']


def fail_on_login(get_response):
    def answer(request):
        if request.path_info == '/accounts/login/':
            raise RuntimeError('the login cannot be made')
        return get_response(request)

    return answer
