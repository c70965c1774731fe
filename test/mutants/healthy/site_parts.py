"""What the healthy site has beside its settings: health answers, and a signed cookie that verify can look at."""


def health(get_response):
    def answer(request):
        from django.db import connection
        from django.http import HttpResponse

        if request.path_info == '/readyz':
            connection.ensure_connection()
        if request.path_info in ('/healthz', '/readyz'):
            return HttpResponse('ok', content_type='text/plain')
        return get_response(request)

    return answer


def visitor(get_response):
    def answer(request):
        response = get_response(request)
        response.set_signed_cookie('visitor', 'new', httponly=True, samesite='Lax')
        return response

    return answer
