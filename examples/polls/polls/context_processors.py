from . import VERSION


def version(request):
    return {'version': VERSION}
