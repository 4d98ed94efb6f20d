"""A process and what belongs to it from the start: its products, phases, rounds and open questions."""

from __future__ import annotations

import datetime
import secrets
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from stadtgespraech.web.models.rules import Rules, rules_of

if TYPE_CHECKING:
    from stadtgespraech.web.models.edition import Edition

# First parts of an address that mean something else than a process.
RESERVED = ("konto", "arbeit", "static", "de", "de-plain", "en", "tr", "ar", "uk", "pl", "ro")


def draw_stamp() -> int:
    """Another number for every state of a set-up, also for one that a transaction took back."""
    return secrets.randbits(53)


class Process(models.Model):
    """One participation process of one organiser. Processes of a site know nothing of each other."""

    slug = models.SlugField(unique=True, max_length=60)
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100)
    motto = models.CharField(max_length=200, blank=True)
    office = models.TextField(blank=True)  # who runs it, address and hours, one line each
    email = models.EmailField(blank=True)
    land = models.CharField(max_length=2, default="NW")  # which law on accessibility and data protection holds
    language = models.CharField(max_length=12, default="de")
    timezone = models.CharField(max_length=50, default="Europe/Berlin")
    settings = models.JSONField(default=dict, blank=True)  # models/rules.py; "legal": texts, views/legal.py
    created_on = models.DateField()
    listed = models.BooleanField(default=True)  # among the processes of the site; who knows its address finds it
    stamp = models.BigIntegerField(default=draw_stamp, editable=False)  # drawn by the database (models/setup.py)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(slug__in=RESERVED), name="process_slug_free")]

    def __str__(self) -> str:
        return self.title

    @property
    def rules(self) -> Rules:
        return rules_of(self.settings)

    def public_editions(self) -> list[Edition]:
        """The editions of all products that everybody may read, the newest first."""
        public = [row for row in self.editions.all() if row.is_public]
        return sorted(public, key=lambda row: (row.date, row.number), reverse=True)


class Product(models.Model):
    """What a part of the process makes: starting pictures, target statements, measures."""

    class State(models.TextChoices):
        PLANNED = "planned"
        RUNNING = "running"
        RESOLVED = "resolved"

    process = models.ForeignKey(Process, models.CASCADE, related_name="products")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=100)  # "Zielbilder"
    singular = models.CharField(max_length=100)  # "Zielbild"
    motto = models.CharField(max_length=200, blank=True)
    lead = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)  # title of what is published
    subtitle = models.CharField(max_length=300, blank=True)
    path_text = models.TextField(blank=True)  # the path of the process in words
    standing = models.CharField(max_length=200, blank=True)  # "zweite Fassung vom 26. Mai 2026"
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    order_seed = models.CharField(max_length=200, blank=True)  # "": the order is that of the source

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("process", "number"), name="product_number"),
            models.UniqueConstraint(fields=("process", "slug"), name="product_slug"),
        ]

    def __str__(self) -> str:
        return self.title

    def public_editions(self) -> list[Edition]:
        """The editions that everybody may read, the oldest first."""
        return sorted((row for row in self.editions.all() if row.is_public), key=lambda row: row.number)

    def current_edition(self) -> Edition | None:
        """The edition that everybody reads: the last public one."""
        return next(reversed(self.public_editions()), None)


class Round(models.Model):
    """One occasion of taking part. Counts that nobody made stay empty."""

    class Moderation(models.TextChoices):
        BEFORE = "before"  # published once a moderator has read it
        AFTER = "after"

    class Entry(models.TextChoices):
        OPEN = "open"
        CODE = "code"  # by a code that was handed out: EntryCode

    process = models.ForeignKey(Process, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, default="other")  # records.ROUND_KINDS
    dates = models.CharField(max_length=100, blank=True)  # as coarse as known: "Herbst 2025"
    place = models.CharField(max_length=150, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)  # entered by a person
    counted = models.PositiveIntegerField(null=True, blank=True)  # contributions that lie outside this site
    note = models.CharField(max_length=300, blank=True)
    lead = models.TextField(blank=True)  # in the round's own words, to those it is for
    audience = models.CharField(max_length=200, blank=True)  # whom it is for, in words: "Schulen ab Klasse 7"
    youth = models.BooleanField(default=False)
    public = models.BooleanField(default=True)
    moderation = models.CharField(max_length=6, choices=Moderation.choices, default=Moderation.AFTER)
    entry = models.CharField(max_length=4, choices=Entry.choices, default=Entry.OPEN)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("process", "number"), name="round_number"),
            models.UniqueConstraint(fields=("process", "slug"), name="round_slug"),
            models.UniqueConstraint(fields=("process", "name"), name="round_name"),
            models.CheckConstraint(condition=Q(entry__in=("open", "code")), name="round_entry"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_apart(self) -> bool:
        """It has a door of its own: nobody gets into it by chance."""
        return self.youth or self.entry == self.Entry.CODE


class Phase(models.Model):
    """When which kind of contribution is open, in which round. `opens_at` counts, `closes_at` does not any more."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="phases")
    product = models.ForeignKey(Product, models.CASCADE, related_name="phases")
    round = models.ForeignKey(Round, models.PROTECT, related_name="phases")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    kind = models.CharField(max_length=10)  # records.CONTRIBUTION_KINDS
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)  # null: open until further notice

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("process", "number"), name="phase_number"),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=models.F("opens_at")), name="phase_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_for_all(self) -> bool:
        """Anybody may take part and finds the way without being told."""
        return self.round.public and not self.round.is_apart

    def is_open(self, now: datetime.datetime) -> bool:
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)


class Question(models.Model):
    """An open question of a round (R28)."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="questions")
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="questions")
    slug = models.SlugField(max_length=60)
    text = models.CharField(max_length=300)
    lead = models.TextField(blank=True)

    class Meta:
        ordering = ("phase", "pk")
        constraints = [models.UniqueConstraint(fields=("process", "slug"), name="question_slug")]

    def __str__(self) -> str:
        return self.text
