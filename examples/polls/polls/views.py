from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import generic

from . import VERSION
from .forms import QuestionForm, VoteForm
from .models import Question


def published():
    return Question.objects.filter(pub_date__lte=timezone.now())


def version(request):
    return HttpResponse(VERSION, content_type='text/plain')


class IndexView(generic.ListView):
    template_name = 'polls/index.html'
    context_object_name = 'questions'
    paginate_by = 20

    def get_queryset(self):
        return published()


class DetailView(generic.detail.SingleObjectMixin, generic.FormView):
    """The question with its form; POST votes."""

    template_name = 'polls/detail.html'
    form_class = VoteForm

    def dispatch(self, request, *args, **kwargs):
        self.object = get_object_or_404(published(), pk=kwargs['pk'])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), 'question': self.object}

    def form_valid(self, form):
        form.save()
        return redirect(reverse('polls:results', args=[self.object.pk]))


class ResultsView(generic.DetailView):
    template_name = 'polls/results.html'

    def get_queryset(self):
        return published()

    def get_context_data(self, **kwargs):
        choices = self.object.choice_set.annotate(total=Count('votes')).order_by('-total', 'id')
        return super().get_context_data(choices=choices, **kwargs)


class QuestionCreateView(LoginRequiredMixin, generic.CreateView):
    form_class = QuestionForm
    template_name = 'polls/question_form.html'

    def form_valid(self, form):
        response = super().form_valid(form)
        messages.success(self.request, f'“{self.object}” can be voted on now.')
        return response
