"""Somebody who works on a process, in a real browser: signed in with both steps."""

from __future__ import annotations

import re
import subprocess
import sys

from playwright.sync_api import Page

from .test_site import Site, environment, sign_in


def sign_in_to_work(page: Page, place: Site, who: str) -> None:
    """Password, then the code of the second step: one code is good once, so once in half a minute for each person."""
    sign_in(page, place, "de", who)
    command = [sys.executable, "-m", "stadtgespraech", "manage", "--data", place.data, "totp", who]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=environment()).stdout
    found = re.search(r"\d{6}", told)
    assert found is not None, told
    page.locator("[name=code]").fill(found[0])
    with page.expect_navigation():
        page.keyboard.press("Enter")
