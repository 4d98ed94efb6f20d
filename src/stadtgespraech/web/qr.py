"""QR codes as inline drawings."""

from __future__ import annotations

import re

import zxingcpp
from django.utils.safestring import SafeString, mark_safe


def qr_of(words: str) -> SafeString:
    """A QR code of `words`, error correction M, as an SVG element without a size of its own; dark on whatever is
    behind it, so a white ground is needed."""
    drawn = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_svg(add_quiet_zones=True)
    side, path = re.search(r'width="(\d+)"', drawn), re.search(r'<path d="([MHVhvlZz0-9 .-]+)"', drawn)
    assert side is not None and path is not None
    box = f"0 0 {side[1]} {side[1]}"
    return mark_safe(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{path[1]}"/></svg>')
