"""A person who signs in: known by an e-mail address and nothing else. Nobody needs an account to take part."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **known: Any) -> User:
        """Without a password somebody signs in by a code that is sent to them."""
        user = User(email=email.strip().lower(), **known)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **known: Any) -> User:
        """An operator, for Django's own command. Who can run that needs no letter to confirm the address."""
        from allauth.account.models import EmailAddress  # its models come after ours

        now = timezone.now()
        user = self.create_user(email, password, is_superuser=True, **{"joined_at": now, "told_at": now, **known})
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """`told_at` is when the last digest was written, or when its first period began."""

    class Digest(models.TextChoices):
        NONE = "none"
        WEEKLY = "weekly"
        EDITION = "edition"

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=12, default="de")
    digest = models.CharField(max_length=10, choices=Digest.choices, default=Digest.EDITION)
    told_at = models.DateTimeField()
    joined_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Whom Django calls staff: operators of the whole site. Rooms of a process ask for a role."""
        return self.is_superuser
