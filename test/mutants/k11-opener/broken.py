"""The proxy adds a header that Django sets too."""

from site_settings import *


def BEFORE_DJANGO(app):
    def add_header(environ, start):
        def start_doubled(status, headers, *rest):
            return start(status, [*headers, ('Cross-Origin-Opener-Policy', 'same-origin')], *rest)

        return app(environ, start_doubled)

    return add_header
