"""The forms of an account: allauth's rules in our words, with fields that a phone fills in by itself."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.socialaccount import forms as city
from django import forms
from django.utils.translation import gettext_lazy as _

from stadtgespraech.web.forms.address import NOT_AN_ADDRESS

PASSWORD_HINT = _("Mindestens zehn Zeichen. Gut sind vier Wörter, die nicht zusammengehören.")
NO_ADDRESS = _("Bitte geben Sie Ihre E-Mail-Adresse ein.")
CODE_HINT = _("Er steht in der Nachricht an Sie. Striche und Groß oder Klein sind egal.")
FACTOR_HINT = _("Sechs Ziffern, die Ihre App gerade zeigt. Oder einer Ihrer Ersatz-Codes.")

# Field → label, hint, what is said where it is empty
WORDS: dict[str, tuple[Any, Any, Any]] = {
    "email": (_("E-Mail-Adresse"), "", NO_ADDRESS),
    "login": (_("E-Mail-Adresse"), "", NO_ADDRESS),
    "password": (_("Passwort"), "", _("Bitte geben Sie Ihr Passwort ein.")),
    "oldpassword": (_("Ihr jetziges Passwort"), "", _("Bitte geben Sie Ihr jetziges Passwort ein.")),
    "password1": (_("Neues Passwort"), PASSWORD_HINT, _("Bitte denken Sie sich ein Passwort aus.")),
    "code": (_("Code"), CODE_HINT, _("Bitte geben Sie den Code ein.")),
}
ATTRIBUTES: dict[str, dict[str, str]] = {
    "email": {"type": "email", "autocomplete": "email"},
    "login": {"type": "email", "autocomplete": "username"},
    "password": {"autocomplete": "current-password"},
    "oldpassword": {"autocomplete": "current-password"},
    "password1": {"autocomplete": "new-password"},
    "code": {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
}


class Worded(forms.Form):
    """Our words, our look, and no rule of its own. In front of a form of allauth."""

    use_required_attribute = False
    code_hint: Any = CODE_HINT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)  # typing it twice helps nobody: a code sets a new one
        for name, field in self.fields.items():
            if name not in WORDS:
                continue
            field.label, field.help_text, empty = WORDS[name]
            field.widget.attrs = {"class": "input", "dir": "ltr", **ATTRIBUTES[name]}
            field.error_messages |= {
                "required": empty,
                "invalid": NOT_AN_ADDRESS,
                "max_length": _("Das ist zu lang."),
                "null_characters_not_allowed": _("Darin steckt ein Zeichen, das hier nicht vorkommen kann."),
            }
        if "code" in self.fields:
            self.fields["code"].help_text = self.code_hint
            self.fields["code"].widget.attrs["class"] = "input code-input"


class RequestCodeForm(Worded, account.RequestLoginCodeForm):  # type: ignore[misc]
    """Signing in by a code that is sent."""


class PasswordForm(Worded, account.LoginForm):  # type: ignore[misc]
    """Signing in by password. A password is optional at the start, so allauth would leave the field out."""

    def _setup_password_field(self) -> None:
        pass


class SignupForm(Worded, account.SignupForm):  # type: ignore[misc]
    pass


class CitySignupForm(Worded, city.SignupForm):  # type: ignore[misc]
    pass


class EmailForm(Worded, account.AddEmailForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(Worded, account.SetPasswordForm):  # type: ignore[misc]
    pass


class ForgottenForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    pass


class NewPasswordForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class LoginCodeForm(Worded, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    pass


class EmailCodeForm(Worded, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    pass


class ResetCodeForm(Worded, account.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    pass


class AgainForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class FactorForm(Worded, mfa.AuthenticateForm):  # type: ignore[misc]
    code_hint = FACTOR_HINT


class FactorAgainForm(Worded, mfa.ReauthenticateForm):  # type: ignore[misc]
    code_hint = FACTOR_HINT


class ActivateForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    code_hint = _("Sechs Ziffern, die Ihre App jetzt zeigt.")
