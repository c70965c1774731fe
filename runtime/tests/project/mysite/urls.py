from django.contrib.auth.views import LoginView
from django.urls import path
from notes import views

urlpatterns = [
    path("", views.index),
    path("login", LoginView.as_view(template_name="notes/login.txt")),
    path("who", views.show_user),
    path("request", views.show_request),
    path("child", views.show_child),
    path("notes", views.write_note),
    path("crash", views.crash),
    path("media/private/<str:name>", views.show_private),
    path("<path:page>", views.show_page),
]
