"""The picture that a link to a page shows in messages and on social media: 1200 × 630 pixels, one palette.

Drawn with Pillow and the fonts that Matplotlib ships; Matplotlib itself would take ten times as long. Text is drawn in
shades of grey and boxes as whole pixels, so that few colours hold everything and a file stays small.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from ..file_cache import cached, digest
from . import style
from .element_colours import tone

FOLDER: Final = Path(".cache/cards")
MOST: Final = 2_000
"""Pictures that are cached: about three builds in which all change."""
SIZE: Final = (1200, 630)
_MARGIN: Final = 64
_GREYS: Final = 3
"""Letters stay smooth, and a file is a quarter smaller than with five."""
_COLOURS: Final = (*style.TONES, style.DOT)
"""Names of the colours: of elements by number, and of the edge."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture shows: title, line below, sites with (element, share of the row), big number, (label, value).

    `words` stand in the place of the sites.
    """

    title: str
    line: str
    rows: Mapping[str, Sequence[tuple[str, float]]]
    headline: str
    facts: Sequence[tuple[str, str]]
    words: str = ""


def png(card: Card) -> bytes:
    """Return a picture, drawn once."""
    key = digest(_version() + repr(astuple(card)).encode())
    return cached(FOLDER, key, lambda: draw(card), MOST)


def draw(card: Card) -> bytes:
    """Draw a picture."""
    image = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(image)
    width = SIZE[0] - 2 * _MARGIN
    pen.text((_MARGIN, 44), _fitted(card.title, 56, width, bold=True), 20, _font(56, bold=True))
    pen.text((_MARGIN, 122), _fitted(card.line, 28, width), 90, _font(28))
    boxes = list(_bars(pen, card.rows))
    for number, line in enumerate(_wrapped(card.words, 32, width, most=5)):
        pen.text((_MARGIN, 190 + 44 * number), line, 20, _font(32))
    pen.text((_MARGIN, 420), _fitted(card.headline, 46, width, bold=True), 20, _font(46, bold=True))
    column = width // max(len(card.facts), 1)
    for place, (label, value) in enumerate(card.facts):
        x = _MARGIN + place * column
        pen.text((x, 494), _fitted(value, 32, column - 20, bold=True), 20, _font(32, bold=True))
        pen.text((x, 536), _fitted(label, 22, column - 20), 90, _font(22))
    pen.text((SIZE[0] - _MARGIN, 592), "Entropy Atlas", 90, _font(24), anchor="ra")
    return _packed(image, boxes)


Box = tuple[int, int, int, int, int]
"""Left, top, right, bottom, place of its colour."""


def _bars(pen: ImageDraw.ImageDraw, rows: Mapping[str, Sequence[tuple[str, float]]]) -> list[Box]:
    """Draw the names of the sites and the symbols over their bars; return the boxes of the bars."""
    boxes: list[Box] = [(0, 0, SIZE[0], 14, len(_COLOURS) - 1)]
    for index, (site, parts) in enumerate(list(rows.items())[:2]):
        top = 186 + 112 * index
        pen.text((_MARGIN, top), site, 90, _font(22))
        left = float(_MARGIN)
        for symbol, share in parts:
            right = left + share * (SIZE[0] - 2 * _MARGIN)
            boxes.append((round(left), top + 32, round(right) - 2, top + 84, _colour(symbol)))
            if right - left > 18 * len(symbol) + 6:
                pen.text(((left + right) / 2, top + 58), symbol, 20, _font(28, bold=True), anchor="mm")
            left = right
    return boxes


def _packed(image: Image.Image, boxes: Sequence[Box]) -> bytes:
    """Return greys and coloured boxes as a file with a palette of what occurs; text on a box keeps its dark shades."""
    packed = image.point([value * _GREYS // 256 for value in range(256)])
    used = sorted({colour for *_, colour in boxes})
    for *box, colour in boxes:
        part = packed.crop((box[0], box[1], box[2], box[3]))
        index = _GREYS + used.index(colour)
        shades = [value if value < _GREYS // 2 else index for value in range(256)]
        packed.paste(part.point(shades), (box[0], box[1]))
    greys = bytes(part for index in range(_GREYS) for part in [index * 255 // (_GREYS - 1)] * 3)
    packed.putpalette(greys + b"".join(bytes.fromhex(style.light(_COLOURS[colour])[1:]) for colour in used))
    out = io.BytesIO()
    bits = 4 if _GREYS + len(used) <= 16 else 8
    packed.save(out, "PNG", bits=bits, compress_type=zlib.Z_RLE)  # a twentieth smaller than without, in half the time
    return out.getvalue()


def _colour(symbol: str) -> int:
    return int(tone(symbol).removeprefix("tone-")) - 1


def _wrapped(text: str, size: int, width: int, most: int) -> list[str]:
    """Return a text on at most so many lines, the last cut off where more would follow."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if not lines or (len(lines) < most and _font(size).getlength(longer) > width):
            lines.append(word)
        else:
            lines[-1] = longer
    return [_fitted(line, size, width) for line in lines]


def _fitted(text: str, size: int, width: int, *, bold: bool = False) -> str:
    """Return a text, cut off where it is wider than some pixels."""
    font = _font(size, bold=bold)
    if font.getlength(text) <= width:
        return text
    text = text[: width // 4]  # no letter is narrower, and long texts would be measured again and again
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_fonts() / f"DejaVuSans{'-Bold' if bold else ''}.ttf", size)


@cache
def _fonts() -> Path:
    """Return Matplotlib's folder of fonts; importing it would take longer than all that is drawn here."""
    found = util.find_spec("matplotlib")
    return Path((found and found.origin) or "").parent / "mpl-data/fonts/ttf"


@cache
def _version() -> bytes:
    """Return a digest of what a picture follows from beside its card."""
    here = Path(__file__)
    read = (here, here.with_name("element_colours.py"), here.with_name("style.py"), style.STYLE_SHEET)
    return digest(b"".join(file.read_bytes() for file in read) + metadata.version("pillow").encode()).encode()
