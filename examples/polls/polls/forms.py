import uuid

from django import forms
from django.db import transaction

from .models import Choice, Question, Vote


def new_ballot():
    return uuid.uuid4().hex


class VoteForm(forms.Form):
    choice = forms.ModelChoiceField(
        queryset=Choice.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={'required': 'You did not select a choice.'},
    )
    ballot = forms.CharField(max_length=64, widget=forms.HiddenInput, initial=new_ballot)

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields['choice'].queryset = question.choice_set.all()

    def save(self):
        """The vote, and whether it is new: a ballot counts once, however often its form is sent."""
        return Vote.objects.get_or_create(
            ballot=self.cleaned_data['ballot'],
            defaults={'choice': self.cleaned_data['choice']},
        )


class QuestionForm(forms.ModelForm):
    choices = forms.CharField(
        widget=forms.Textarea(attrs={'rows': 5}),
        help_text='One choice a line, two at least.',
    )

    class Meta:
        model = Question
        fields = ['question_text', 'picture']

    def clean_choices(self):
        lines = [line.strip() for line in self.cleaned_data['choices'].splitlines()]
        choices = [line for line in lines if line]
        if len(choices) < 2:
            raise forms.ValidationError('Give two choices at least.')
        if any(len(choice) > 200 for choice in choices):
            raise forms.ValidationError('A choice has 200 characters at most.')
        return choices

    @transaction.atomic
    def save(self, commit=True):
        question = super().save(commit=commit)
        for text in self.cleaned_data['choices']:
            question.choice_set.create(choice_text=text)
        return question
