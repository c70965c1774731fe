import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from . import VERSION
from .models import Question, Vote


def create_question(text='What?', days=0, choices=('Yes', 'No')):
    question = Question.objects.create(
        question_text=text,
        pub_date=timezone.now() + datetime.timedelta(days=days),
    )
    for choice in choices:
        question.choice_set.create(choice_text=choice)
    return question


class QuestionModelTests(TestCase):
    def test_future_question_is_not_recent(self):
        self.assertIs(create_question(days=30).was_published_recently(), False)

    def test_old_question_is_not_recent(self):
        self.assertIs(create_question(days=-2).was_published_recently(), False)

    def test_new_question_is_recent(self):
        self.assertIs(create_question().was_published_recently(), True)

    def test_text_has_a_limit(self):
        with self.assertRaises(ValidationError):
            Question(question_text='x' * 201).full_clean()


class PageTests(TestCase):
    def test_home_leads_to_the_list(self):
        self.assertRedirects(self.client.get('/'), reverse('polls:index'))

    def test_empty_list(self):
        self.assertContains(self.client.get(reverse('polls:index')), 'No polls are available.')

    def test_future_question_is_hidden(self):
        question = create_question(days=5)
        self.assertNotContains(self.client.get(reverse('polls:index')), question.question_text)
        self.assertEqual(self.client.get(question.get_absolute_url()).status_code, 404)
        self.assertEqual(self.client.get(reverse('polls:results', args=[question.pk])).status_code, 404)

    def test_version_is_in_the_footer(self):
        self.assertContains(self.client.get(reverse('polls:index')), f'Polls version {VERSION}')


class VoteTests(TestCase):
    def setUp(self):
        self.question = create_question()
        self.choice = self.question.choice_set.first()

    def vote(self, ballot='a'):
        return self.client.post(self.question.get_absolute_url(), {'choice': self.choice.pk, 'ballot': ballot})

    def test_a_vote_counts(self):
        self.assertRedirects(self.vote(), reverse('polls:results', args=[self.question.pk]))
        self.assertContains(self.client.get(reverse('polls:results', args=[self.question.pk])), 'Yes: 1 vote')

    def test_the_same_ballot_counts_once(self):
        self.vote()
        self.vote()
        self.assertEqual(Vote.objects.count(), 1)

    def test_no_choice(self):
        response = self.client.post(self.question.get_absolute_url(), {'ballot': 'a'})
        self.assertContains(response, 'You did not select a choice.')

    def test_choice_of_another_question(self):
        other = create_question('Other?').choice_set.first()
        self.client.post(self.question.get_absolute_url(), {'choice': other.pk, 'ballot': 'a'})
        self.assertEqual(Vote.objects.count(), 0)

    def test_a_vote_needs_the_token(self):
        client = Client(enforce_csrf_checks=True)
        response = client.post(self.question.get_absolute_url(), {'choice': self.choice.pk, 'ballot': 'a'})
        self.assertEqual(response.status_code, 403)


class AskTests(TestCase):
    def test_login_is_required(self):
        response = self.client.get(reverse('polls:create'))
        self.assertRedirects(response, f"{reverse('login')}?next={reverse('polls:create')}")

    def test_ask(self):
        self.client.force_login(User.objects.create_user('ada'))
        response = self.client.post(
            reverse('polls:create'), {'question_text': 'Tea?', 'choices': 'Green\n\nBlack\n'}, follow=True
        )
        self.assertContains(response, 'can be voted on now')
        self.assertEqual([choice.choice_text for choice in Question.objects.get().choice_set.all()], ['Green', 'Black'])

    def test_one_choice_is_too_few(self):
        self.client.force_login(User.objects.create_user('ada'))
        response = self.client.post(reverse('polls:create'), {'question_text': 'Tea?', 'choices': 'Green'})
        self.assertContains(response, 'Give two choices at least.')
        self.assertEqual(Question.objects.count(), 0)
