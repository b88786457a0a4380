r"""What is printed around a formula and is no part of it? Phases, names of structures, labels, abbreviations, values.

    text   = (words | structure | label | coating ("@" | "-coated"))* [phase] formula behind*
    behind: see `endings.py`

What follows a formula is cut off, what precedes it becomes spaces: so the positions of the formula stay true.
Only what can be nothing else is taken away, and always with a remark. `annotations.py` tells what is a name.
"""

from __future__ import annotations

import re
from typing import Final

from .annotations import space_group
from .composition import ONLY_CAPITALS
from .endings import last_bracket, without_endings
from .families import STRUCTURES
from .messages import refusal, remark
from .surroundings import ALKALI, NOTHING, PARTNERS, SHELL, Surroundings, with_coating, with_phase, with_structure
from .tokenizer import LONGEST, unescaped

_SETTINGS: Final = "monoclinic|rhombohedral|cubic|hexagonal|orthorhombic|tetragonal|triclinic|trigonal|amorphous"
_BEGINS: Final = rf"[(\[]?(?:{ALKALI})(?![a-z])|OP[0-9]|[OP]['′’]?[0-9]"  # a formula or its phase
_TREATED: Final = "coated|doped|co-doped|codoped|substituted|modified|rich|poor|deficient|free|based|containing|wrapped"
_FRONT: Final = re.compile(
    rf"""\s*(?:[(\[](?P<phase>OP[0-9]|[OP]['′’]?[0-9]['′’]?)[)\]](?:\s*[-‐‑–]\s*|\s+)
    | (?P<coating>{PARTNERS})\s*[@/⊂‐‑–-]\s*(?={_BEGINS})
    | (?P<shell>{SHELL})\s*(?:@\s*|[\s‐‑–-]+coated\s+)(?={_BEGINS})
    | (?P<structure>(?i:{"|".join(STRUCTURES)}))(?:[-\s]*(?:type|phase|structured?|like))?[-:\s]+
    | (?P<setting>(?i:{_SETTINGS}))[-:\s]+
    | (?P<words>(?:(?:[A-Za-z0-9][\w/,]*[‐‑–-](?:{_TREATED})|[A-Z]?[a-z]{{3,}}(?:-[a-z]+)?
        |[a-z]{{2,}}-[a-z]+)[\s:]+){{1,6}})
        (?={_BEGINS}|\([OP])
    | (?P<group>[PIFRCA][-0-9a-z_/{{}}\\$]{{2,14}})[\s‐‑–-]+(?={_BEGINS})
    | (?P<label>[A-Z]{{3,6}}\s+(?={_BEGINS}) | [A-JL-NQ-TXZ][0-9]{{1,2}}\s*[-:]\s*(?=[(\[]?(?:{ALKALI})(?![a-z]))
        | \(?[a-h]\)\s*(?=[A-Z\\$(\[])
        | (?:[a-z]|(?!OP[-‐‑–]|K)[A-Z]{{2,6}}(?:[0-9]{{3}})?)\s*[-‐‑–:=]\s*(?={_BEGINS})))""",
    re.VERBOSE,
)
_POINT: Final = re.compile(r"(?<=[A-Za-z)\]_{>}⁺])[0-9]*\.[0-9]")
_RAISED_POINT: Final = re.compile(r"(?<![0-9.])0[·•⋅∙・‧](?=[0-9])(?![0-9]*\s*H)")
_DECIMAL_COMMA: Final = re.compile(
    r"""(?:(?<=[A-Za-z)\]_{>}⁺□☐◻])([0-9]{1,2})|(?<=[A-Za-z)\]])([₀-₉]{1,2})|(?<=[ =≈])(0)),(?=[0-9₀-₉])"""
)
_PARTNER_BEHIND: Final = re.compile("/[A-Z]")


def surroundings(text: str) -> tuple[str, Surroundings]:
    """Take away what surrounds a formula; FormulaError for a bracket that is neither a name nor a part of it.

    >>> body, found = surroundings("F5-Na3V2(PO4)3/C (NVP) [12]")
    >>> body, found.coating, [each.code for each in found.remarks]
    ('   Na3V2(PO4)3', 'C', ['label-ignored', 'reference-ignored', 'abbreviation-ignored', 'coating-ignored'])
    """
    if len(text) > 2 * LONGEST:
        raise refusal("too-long", LONGEST, len(text), LONGEST)
    bare_end = text[-1:].isdigit() and text[-3:].isalnum() and not _is_composite(text)
    if bare_end and text.startswith("Na") and "," not in text:
        return text, NOTHING
    found = Surroundings()
    body, before = with_points(unescaped(text)), ""
    if body != unescaped(text):
        found.remarks.append(remark("decimal-comma"))
    while body != before:
        before = body
        body = _without_front(body, found)
        body = body if bare_end else without_endings(body, found)
    if ONLY_CAPITALS.fullmatch(name := body.strip()):
        raise refusal("label", body.index(name), name)
    found.remarks = list(dict.fromkeys(found.remarks))
    return body, found


def _is_composite(text: str) -> bool:
    """Whether what ends as formulas do may end in something else, such as `@Al2O3`."""
    plain = text.isascii() and not (" " in text or "=" in text or "@" in text)
    return not plain or ("/" in text and _PARTNER_BEHIND.search(text) is not None)


def with_points(text: str) -> str:
    """Write decimal commas, where no other amount has a point, and raised dots after a zero as points.

    >>> with_points("Na0,67MnO2"), with_points("Na0·67MnO2·2H2O")
    ('Na0.67MnO2', 'Na0.67MnO2·2H2O')
    """
    if text.isalnum() or _POINT.search(text):
        return text
    body = _DECIMAL_COMMA.sub(r"\1\2\3.", text) if "," in text else text
    return _RAISED_POINT.sub("0.", body)


def _without_front(text: str, found: Surroundings) -> str:
    """Blank out a coating, the name of a structure or a label before a formula."""
    match = _FRONT.match(text)
    if not match or match.end() == len(text):
        return text
    body = " " * match.end() + text[match.end() :]
    if match["group"]:
        group = space_group(match["group"])
        found.remarks += [remark("space-group-ignored", group)] if group else []
        return body if group else text
    if match["structure"]:
        return with_structure(body, match["structure"], found)
    if match["phase"]:
        return with_phase(body, match["phase"], found)
    if match["coating"] or match["shell"]:
        return with_coating(body, match["coating"] or match["shell"], found)
    if match["label"] and _is_whole_bracket(body, match.end()):
        return text  # `NVP (Na3V2(PO4)3)` names what is in the bracket
    found.remarks.append(remark("label-ignored", match[0].strip(" -‐‑–:=")))
    return body[: match.end()] + " " + body[match.end() + 1 : -1] if _is_whole_bracket(body, match.end()) else body


def _is_whole_bracket(body: str, start: int) -> bool:
    """Whether one bracket holds all that follows, as in `Prussian white (Na1.92Fe[Fe(CN)6])`."""
    return body[start] == "(" and last_bracket(body) == start
