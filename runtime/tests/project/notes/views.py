import os
import subprocess
import sys

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from notes.models import Note


def index(request):
    return render(request, "notes/index.txt")


def show_user(request):
    return HttpResponse(request.user.get_username() if hasattr(request, "user") else "")


def show_request(request):
    return JsonResponse(
        {
            "secure": request.is_secure(),
            "address": request.META.get("REMOTE_ADDR"),
            "token": settings.PAYMENT_TOKEN,
            "folder": os.getcwd(),
        }
    )


def show_child(request):
    code = "import json, os; print(json.dumps(dict(os.environ)))"
    return HttpResponse(subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True).stdout)


@csrf_exempt
def write_note(request):
    with transaction.atomic():
        count = Note.objects.count()
        Note.objects.create(text=str(count))
    return HttpResponse(str(count))


def crash(request):
    raise RuntimeError("no way to use {}".format(settings.PAYMENT_TOKEN))


def show_private(request, name):
    return HttpResponse("private", status=403)


def show_page(request, page):
    raise Http404(page)
