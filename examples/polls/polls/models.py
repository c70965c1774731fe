import datetime

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils import timezone


class Question(models.Model):
    question_text = models.CharField('question', max_length=200)
    pub_date = models.DateTimeField('date published', default=timezone.now, db_index=True)
    picture = models.FileField(upload_to='pictures', blank=True)

    class Meta:
        ordering = ['-pub_date', '-id']

    def __str__(self):
        return self.question_text

    def get_absolute_url(self):
        return reverse('polls:detail', args=[self.pk])

    @admin.display(boolean=True, ordering='pub_date', description='Published recently?')
    def was_published_recently(self):
        now = timezone.now()
        return now - datetime.timedelta(days=1) <= self.pub_date <= now


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    choice_text = models.CharField(max_length=200)

    def __str__(self):
        return self.choice_text


class Vote(models.Model):
    """One vote; the ballot number keeps a form that was sent twice from counting twice."""

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name='votes')
    ballot = models.CharField(max_length=64, unique=True)
    cast_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f'{self.choice} ({self.ballot})'
