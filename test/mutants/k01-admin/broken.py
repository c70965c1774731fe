"""The admin cannot be opened."""

from site_settings import *

MIDDLEWARE = [*MIDDLEWARE, 'broken.fail_on_admin']


def fail_on_admin(get_response):
    def answer(request):
        if request.path_info.startswith('/admin/'):
            raise RuntimeError('the admin cannot be made')
        return get_response(request)

    return answer
