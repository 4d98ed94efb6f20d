"""A letter or card from a scanner or a telephone: PNG, JPEG or PDF, told by its content, read as hostile, and kept as
pictures that were written anew. Of a PDF only what its pages look like is left."""

from __future__ import annotations

import threading

from stadtgespraech.ingest import jpeg
from stadtgespraech.ingest.picture import LEANEST, Picture, PictureError, Trouble
from stadtgespraech.ingest.png import SIGNATURE, read_png, write_grey_png

MOST_BYTES = 10_000_000
MOST_PAGES = 12
MOST_SIDE = 6_000  # pixels of a picture that comes
PAGE_SIDE = 1_754  # pixels of a drawn page's longer side: A4 at 150 dpi
MOST_RAW = 80_000_000  # bytes of an unpacked picture

_drawing = threading.Lock()  # PDFium draws one page at a time


def read_scan(data: bytes) -> list[Picture]:
    """The pages in `data`. PictureError where there are none, too many, or it is no scan."""
    if not data:
        raise PictureError(Trouble.EMPTY)
    if len(data) > MOST_BYTES:
        raise PictureError(Trouble.SIZE)
    if data.startswith(SIGNATURE):
        return [read_png(data, most_side=MOST_SIDE, most_raw=MOST_RAW, level=6)]
    if data.startswith(jpeg.SIGNATURE):
        return [jpeg.read_jpeg(data, MOST_SIDE)]
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return drawn_pages(data)
    raise PictureError(Trouble.KIND)


def drawn_pages(data: bytes) -> list[Picture]:
    """Every page as a grey picture."""
    import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types

    with _drawing:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            raise PictureError(Trouble.BROKEN, "PDF") from None
        try:
            if not 0 < len(document) <= MOST_PAGES:
                raise PictureError(Trouble.SIZE)
            return [drawn(document[number]) for number in range(len(document))]
        except pdfium.PdfiumError:
            raise PictureError(Trouble.BROKEN, "PDF") from None
        finally:
            document.close()


def drawn(page: object) -> Picture:
    """One page, its longer side PAGE_SIDE pixels."""
    width, height = page.get_size()  # type: ignore[attr-defined]
    if min(width, height) <= 0 or max(width, height) > LEANEST * min(width, height):
        raise PictureError(Trouble.SIDES, f"{width:g} × {height:g}")
    bitmap = page.render(scale=PAGE_SIDE / max(width, height), grayscale=True)  # type: ignore[attr-defined]
    try:
        rows = bytes(bitmap.buffer)
        kept = b"".join(rows[at : at + bitmap.width] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
        return write_grey_png(kept, bitmap.width, bitmap.height)
    finally:
        bitmap.close()
