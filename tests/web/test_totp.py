"""`manage totp`: what an app would show, for demonstrations."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from .signing import account, factor_code, with_factor


def test_the_command_prints_what_the_app_shows(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    user = with_factor(account())
    before = factor_code(user)
    call_command("totp", "DORA@example.org")
    assert capsys.readouterr().out.strip() in (before, factor_code(user))


def test_without_a_second_step_it_says_so(db: None) -> None:
    account()
    for email in ("dora@example.org", "niemand@example.org"):
        with pytest.raises(CommandError, match="no account of this address has a second step"):
            call_command("totp", email)
