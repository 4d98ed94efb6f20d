"""What somebody said, in parts, and the places in the text that each part is about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.process import Process, Question, Round
from stadtgespraech.web.models.text import Text


class Contribution(models.Model):
    """Never edited, only annotated. After an erasure `text` and `salt` are empty; the leaf and the proof stay."""

    class State(models.TextChoices):
        HELD = "held"  # waits for a moderator
        PUBLIC = "public"
        HIDDEN = "hidden"
        WITHDRAWN = "withdrawn"
        ERASED = "erased"

    process = models.ForeignKey(Process, models.CASCADE, related_name="contributions")
    key = models.CharField(max_length=16)  # its address, and its id in the process file
    round = models.ForeignKey(Round, models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=10)  # records.CONTRIBUTION_KINDS
    intent = models.CharField(max_length=10, blank=True)  # records.INTENTS
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="answers")
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    about = models.ForeignKey(Text, models.PROTECT, null=True, blank=True, related_name="contributions")
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    passage = models.JSONField(default=list, blank=True)  # slices, as chosen when it was sent
    salt = models.CharField(max_length=64, blank=True)  # hex
    day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLIC)
    translation = models.TextField(blank=True)
    translator = models.CharField(max_length=200, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)  # of the receipt's code
    form_hash = models.CharField(max_length=64, blank=True)  # of the form's key: a retry finds its contribution
    content_hash = models.CharField(max_length=64, blank=True)  # of what the form held

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=("process", "about", "state", "-id"), name="contribution_about"),
            models.Index(fields=("process", "round", "state"), name="contribution_round"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("process", "key"), name="contribution_key"),
            models.UniqueConstraint(
                fields=("process", "form_hash"), condition=~Q(form_hash=""), name="contribution_form_once"
            ),
            models.UniqueConstraint(
                fields=("process", "code_hash"), condition=~Q(code_hash=""), name="contribution_code_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="erased") | Q(text="", salt="", translation=""), name="erased_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state in (self.State.PUBLIC, self.State.HELD)

    @property
    def is_blacked(self) -> bool:
        """Something in `text` is blacked out; the words and their salt lie apart (models.Original), or nowhere."""
        return self.salt == "" and self.state != self.State.ERASED


class Part(models.Model):
    """Characters `start` up to `end` of a contribution. Parts that are not superseded cover it."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="parts")
    key = models.CharField(max_length=20)  # its id in the process file: the contribution's, or with a letter
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    superseded = models.BooleanField(default=False)
    passage = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("contribution", "start", "pk")
        constraints = [
            models.UniqueConstraint(fields=("contribution", "key"), name="part_key"),
            models.CheckConstraint(condition=Q(start__lt=models.F("end")), name="part_has_words"),
        ]


class Place(models.Model):
    """Where a part's passage stands in the text of an edition: characters of a paragraph (0: the title). Made anew
    for every edition; missing where the passage died."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="places")
    text = models.ForeignKey(Text, models.CASCADE, related_name="places")
    revision = models.PositiveIntegerField()
    paragraph = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ("part", "paragraph", "start")
        indexes = [models.Index(fields=("text", "revision"), name="place_text")]
