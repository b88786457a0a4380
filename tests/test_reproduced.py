"""Every number and figure of three record pages follows from the files of the API alone.

Nothing of the generator is imported here: what a page prints is compared with what the published files give. Tables of
computed numbers must agree digit by digit, figures by the place of each mark on its own scale. In the rest of a page,
in words, each number must be one that the API has for this record or for what the page links.
"""

from __future__ import annotations

import csv
import html
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

PAGES = ("nfmczs", "he-hcf", "hev-nfpp")
"""A layered oxide with a control, a Prussian blue analogue with water, a polyanionic one; two of them analysed."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789")
Row = dict[str, str]


def plain(text: str) -> str:
    """Return the text that a reader sees of HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).replace("\\", "").split())


def numbers(text: str) -> list[str]:
    return _NUMBER.findall(text.translate(_DIGITS))


def amounts(text: str) -> set[str]:
    """Return the numbers of a text or of HTML, each in its shortest form; 2.2.1 and 10,000 are as they are."""
    found = numbers(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\\", ""))
    return {f"{float(each):.12g}" if re.fullmatch(r"\d+(\.\d+)?", each) else each for each in found}


def rows(text: str) -> list[list[str]]:
    """Return the cells of each row of a table that has no table in it."""
    found = re.findall(r"<tr[ >].*?</tr>", text, re.DOTALL)
    return [re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found]


def printed(value: float | None, text: str) -> bool:
    """Whether a text is a number with the digits that it shows, and the sign of the number."""
    (digits,) = numbers(text)
    places = len(digits.partition(".")[2])
    return value is not None and f"{abs(value):.{places}f}" == digits and (value < 0) == ("−" in text)


class Api:
    """The files of the API, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Any] = {}

    def json(self, name: str) -> Any:
        if name not in self._read:
            self._read[name] = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        return self._read[name]

    def rows(self, table: str, material: str) -> list[dict[str, Any]]:
        return [row for row in self.json(table) if row["material"] == material]

    @cached_property
    def comparisons(self) -> dict[str, list[Row]]:
        found = defaultdict(list)
        with (self.folder / "comparisons.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["material"]].append(row)
        return found

    @cached_property
    def materials(self) -> dict[str, Any]:
        return {record["id"]: record for record in self.json("materials")}

    @cached_property
    def quantities(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json("quantities")
        return found

    def sites(self, material: str) -> dict[str, dict[str, float]]:
        """Return the share of each element by site."""
        found: dict[str, dict[str, float]] = defaultdict(dict)
        for row in self.rows("compositions", material):
            found[row["site"]][row["element"]] = row["share"]
        return found


@pytest.fixture(scope="module")
def api(written: Path) -> Api:
    return Api(written / "api/v1")


@pytest.fixture(scope="module", params=PAGES)
def ident(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def page(written: Path, ident: str) -> dict[str, str]:
    """Return the HTML of a page by the heading above it."""
    text = (written / f"materials/{ident}.md").read_text(encoding="utf-8").partition("\n---\n")[2]
    parts = re.split(r"^## (.*)$", text, flags=re.MULTILINE)
    return dict(zip(["", *parts[1::2]], parts[::2], strict=True))


def test_the_headline_is_the_entropy_in_both_units(page: dict[str, str], api: Api, ident: str) -> None:
    value, headline = api.materials[ident]["computed"]["entropy"]["all"], api.quantities[0]
    (shown,) = re.findall(r'<p class="ea-big">([\d.]+)', page[""])
    assert headline["id"] == "all"
    assert printed(value, shown)
    assert f"{value * headline['si_factor']:.2f} J mol⁻¹ K⁻¹ per mole of " in plain(page[""])


def test_the_headline_numbers_are_those_of_the_table(page: dict[str, str], api: Api, ident: str) -> None:
    shown = re.findall(r"<dd><strong>(.*?)</strong>", page[""])
    given = {row["property"]: row for row in api.rows("headline_values", ident)}
    order = [name for name in ("specific-capacity", "working-voltage", "capacity-retention") if name in given]
    ends = [[given[name]["value_low"], given[name]["value_high"]] for name in order]
    assert [[float(each) for each in stripped(text)] for text in shown] == [
        [end for end in pair if end is not None] for pair in ends
    ]


def stripped(text: str) -> list[str]:
    """Return the numbers of a value without those of its unit."""
    return numbers(re.sub(r"[^\W\d_]+[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", "", plain(text)))


def claims(page: dict[str, str]) -> Iterator[tuple[int, str]]:
    for text in page.values():
        for number, row in re.findall(r'<tr id="claim-(\d+)">(.*?)</tr>', text, re.DOTALL):
            yield int(number), row


def test_every_claim_is_there_with_its_value_and_that_of_its_control(
    page: dict[str, str], api: Api, ident: str
) -> None:
    stated = api.materials[ident]["claims"]
    found = dict(claims(page))
    assert sorted(found) == list(range(1, len(stated) + 1))
    for number, row in found.items():
        claim = stated[number - 1]
        (shown,) = re.findall(r'data-label="Value"><span class="ea-(?:value|words)">(.*?)</span>', row)
        assert same(shown, claim["value"]), (number, shown)
        control = re.findall(r'</a>: <span class="ea-(?:value|words)">(.*?)</span>', row)
        assert len(control) == ("value" in claim.get("versus", {}))
        assert all(same(text, claim["versus"]["value"]) for text in control)


def same(text: str, value: Any) -> bool:
    """Whether a text shows a value: the same words, or the same numbers in this order."""
    if isinstance(value, str):
        return plain(text) == " ".join(value.split())
    wanted = [abs(each) for each in value] if isinstance(value, list) else [abs(value)]
    return [float(each) for each in stripped(text)][: len(wanted)] == pytest.approx(wanted)


def test_the_composition_is_that_of_the_table(page: dict[str, str], api: Api, ident: str) -> None:
    body = page["Composition and entropy"].partition("</table>")[0]
    shown = []
    for cells in rows(body)[1:]:
        element, amount, share = cells[-3:]
        shown.append((plain(element).split()[0], Fraction(plain(amount)), plain(share)))
    expected = [
        (row["element"], Fraction(row["amount"]), f"{100 * row['share']:.1f} %")
        for row in api.rows("compositions", ident)
    ]
    assert [row[:2] for row in shown] == [row[:2] for row in expected]
    assert all(one[2] in (other[2], "–") for one, other in zip(shown, expected, strict=True))


def test_the_bars_of_the_composition_are_as_wide_as_the_shares(page: dict[str, str], api: Api, ident: str) -> None:
    (figure,) = re.findall(r'<svg[^>]*aria-label="Site composition.*?</svg>', page[""], re.DOTALL)
    bars = [
        (title.split()[0], float(width))
        for width, title in re.findall(r'<rect x="[\d.]+%" width="([\d.]+)%"[^>]*><title>(.*?)</title>', figure)
    ]
    shares = api.sites(ident)
    drawn = [(element, 100 * share) for site in shares for element, share in shares[site].items() if site != "anion"]
    assert [element for element, _ in bars[: len(drawn)]] == [element for element, _ in drawn]
    assert [width for _, width in bars[: len(drawn)]] == pytest.approx([share for _, share in drawn], abs=0.01)


def test_the_entropy_scale_has_its_marks_where_the_numbers_are(page: dict[str, str], api: Api, ident: str) -> None:
    (figure,) = re.findall(r'<svg[^>]*aria-label="Configurational entropy.*?</svg>', page["Composition and entropy"])
    entropy = api.materials[ident]["computed"]["entropy"]
    one, *_ = re.findall(r'<rect x="0%" width="([\d.]+)%" y="0"', figure)  # the field below the line at 1 R
    marks = re.findall(r'<circle cx="([\d.]+)%"', figure) + re.findall(r'<g [^>]*><rect x="([\d.]+)%"', figure)
    values = [value for value in (entropy["all"], entropy["principal"]) if value is not None]
    assert [float(mark) / float(one) for mark in marks] == pytest.approx(values, abs=0.002)


def test_the_entropies_of_all_conventions_and_all_derived_numbers_agree(
    page: dict[str, str], api: Api, ident: str
) -> None:
    given = api.materials[ident]["computed"]["quantities"]
    shown = {plain(cells[0].partition("<br>")[0]): plain(cells[1]) for cells in rows(page["Composition and entropy"])
             if len(cells) in (2, 3)}  # fmt: skip
    for quantity in api.quantities:
        value = given[quantity["id"]]
        if value is None:
            assert shown.get(quantity["label"], "not defined").startswith(
                ("not defined", "not known", "no value in the table")
            )
        elif quantity["group"] == "entropy":
            assert printed(value, shown[quantity["label"]].removesuffix("R")), quantity["id"]
        else:
            number, _, unit = shown[quantity["label"]].partition(" ")
            assert Fraction(number) == pytest.approx(value) if "/" in number else printed(value, number), quantity["id"]
            assert bool(unit) == bool(quantity["unit"])


def test_the_formal_charges_are_those_of_the_record(page: dict[str, str], api: Api, ident: str) -> None:
    ions = re.findall(r'<span class="ea-ion">(.*?)</span>', page["Composition and entropy"])
    given = api.materials[ident]["computed"]["descriptors"]["charges"]
    for text, ion in zip(ions, given, strict=True):
        symbol, charge, amount = re.fullmatch(
            r"(?:C-coordinated )?([A-Z][a-z]?)([\d./]+)\+ (\S+)", plain(text)
        ).groups()  # type: ignore[union-attr]
        assert (symbol, Fraction(charge)) == (ion["symbol"], Fraction(ion["charge"]))
        assert Fraction(amount) == Fraction(ion["amount"])


def test_measured_compositions_have_the_entropy_and_difference_of_the_table(
    page: dict[str, str], api: Api, ident: str
) -> None:
    given = api.rows("measured_compositions", ident)
    shown = rows(page.get("Measured composition", ""))[1:]
    for cells, row in zip(shown, given, strict=True):
        assert printed(row["entropy_all_R"], plain(cells[1]).removesuffix("R"))
        assert printed(row["entropy_difference"], plain(cells[2]).partition(" R")[0])


def test_the_nearest_compositions_are_the_nearest_by_the_shares_of_the_table(
    page: dict[str, str], api: Api, ident: str
) -> None:
    own = composition(api, ident)
    for cells in rows(page["Nearest by composition"])[1:]:
        (other,) = re.findall(r'href="[./]*materials/([^/"]+)/"', cells[0])
        theirs = composition(api, other)
        changes = [[theirs[site].get(el, 0) - own[site].get(el, 0) for el in own[site] | theirs[site]] for site in own]
        away = [max(sum(max(n, 0) for n in each), sum(max(-n, 0) for n in each)) for each in changes]
        said = re.findall(r"([\d.e+]+)( % of the metals| alkali per metal| % of the anions)", plain(cells[1]))
        units = {" % of the metals": 100 * away[0], " alkali per metal": away[1], " % of the anions": 100 * away[2]}
        assert [unit for _, unit in said] == [unit for value, unit in zip(away, units, strict=True) if value >= 0.005]
        assert all(printed(units[unit], value) or float(value) == float(f"{units[unit]:.2g}") for value, unit in said)
        assert printed(api.materials[other]["computed"]["entropy"]["all"], plain(cells[2]).partition("R")[0])


def composition(api: Api, ident: str) -> dict[str, dict[str, float]]:
    """Return what distances compare: alkali per metal, and shares of metals and anions; of a cyanide, of its metals."""
    computed = api.materials[ident]["computed"]
    amounts = {site: {el: float(Fraction(n)) for el, n in held.items()} for site, held in computed["sites"].items()}
    metals = sum(amounts["metal"].values())
    shares = api.sites(ident)
    halves = [{el: n / 2 for el, n in shares[site].items()} for site in ("polyanion", "anion")]
    anions = {**halves[0], **halves[1]} if halves[0] else shares["anion"]
    if "carbon" in shares:
        anions = amounts["carbon"] | {"□": float(Fraction(computed["descriptors"]["vacancies"].get("carbon", "0")))}
        anions = {el: n / sum(anions.values()) for el, n in anions.items()}
    return {
        "metal": shares["metal"],
        "alkali": {el: n / metals for el, n in amounts["alkali"].items()},
        "anion": anions,
    }


def test_the_comparisons_are_those_of_the_table(page: dict[str, str], api: Api, ident: str) -> None:
    section = page["Compared with other materials"]
    bodies = re.findall(r"<tbody>(.*?)</tbody>", section, re.DOTALL)
    given = defaultdict(list)
    for row in api.comparisons[ident]:
        given[row["comparison"]].append(row)
    for body, expected in zip(bodies, given.values(), strict=True):
        left_out = re.findall(r"Left out: (\d+) more", body)
        shown = rows(body)[1 : -1 if left_out else None]  # the first names the property
        assert [int(each) for each in left_out or ["0"]] == [int(expected[0]["left_out"])]
        for cells, row in zip(shown, expected, strict=True):
            assert plain(cells[0]) == api.materials[row["of"]]["name"]
            assert stated(api, row, cells[1])


def stated(api: Api, row: Row, text: str) -> bool:
    """Whether a text shows the value that a row of comparisons names: that of a claim or of its control."""
    claim = api.materials[row["record"]]["claims"][int(row["claim"]) - 1]
    return same(text, claim["versus"]["value"] if row["as_control"] == "True" else claim["value"])


def test_the_charts_of_comparisons_have_each_point_where_its_number_is(
    page: dict[str, str], api: Api, ident: str
) -> None:
    figures = re.findall(r"<svg.*?</svg>", page["Compared with other materials"], re.DOTALL)
    given = defaultdict(list)
    for row in api.comparisons[ident]:
        given[row["comparison"]].append(row)
    for figure, expected in zip(figures, given.values(), strict=True):
        (axis,) = re.findall(r'<g font-size="10.5"[^>]*>(.*?)</g>', figure)
        ticks = re.findall(r'<text x="([\d.]+)%"[^>]*>([−\d.e-]+)</text>', axis)  # the unit is a label of its own
        (x0, first), (x1, last) = ((float(x), signed(label)) for x, label in (ticks[0], ticks[-1]))
        points = {float(x) for x in re.findall(r'<circle cx="([\d.]+)%"', figure)}
        for row in expected:
            middle = (float(row["value_low"]) + float(row["value_high"])) / 2
            place = x0 + (middle - first) / (last - first) * (x1 - x0)
            assert min(abs(point - place) for point in points) < 0.1, (row, place, points)


def signed(label: str) -> float:
    (digits, *_) = numbers(label)
    return -float(digits) if "−" in label else float(digits)


def test_the_fixed_core_is_counted_and_answered_as_in_the_table(page: dict[str, str], api: Api, ident: str) -> None:
    given = api.rows("core_answers", ident)
    states = Counter(row["state"] for row in given)
    said = plain(page["Core data"])
    assert f"{states['known']} of {len(given)} are known here" in said
    assert (f"{states['partly']} in part" in said) == bool(states["partly"])
    for cells, row in zip(rows(page["Core data"])[1:], given, strict=True):
        assert amounts(cells[1]) <= known(row, *linked(api, cells[1]))


def known(*values: Any) -> set[str]:
    """Return every number in some values, as it is written, and as a page may convert it.

    Currents per mass are printed in mA, durations below a day in hours, those below six minutes in seconds.
    """
    found: set[str] = set()
    for value in values:
        if isinstance(value, str):
            found |= amounts(value)
            found |= {f"{1000 * float(amount):.12g}" for amount in re.findall(r"([\d.]+) A g-1", value)}
        elif isinstance(value, dict):
            found |= known(*value.keys(), *value.values())
        elif isinstance(value, list):
            found |= known(*value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found |= {f"{abs(each):.12g}" for each in (value, 24 * value, round(3600 * value))}
    return found


def linked(api: Api, text: str) -> Iterator[Any]:
    """Yield the records that a part of a page links."""
    for kind, other in set(re.findall(r'href="[./]*(\w+)/([^/"#?]+)/[#"]', text)):
        if (api.folder / kind / f"{other}.json").is_file():
            record = api.json(f"{kind}/{other}")
            yield {**record, "claims": []} if kind == "materials" else record


def test_each_number_in_words_is_one_of_the_record_or_of_what_the_page_links(
    page: dict[str, str], api: Api, ident: str
) -> None:
    checked = ("Compared with other materials", "Nearest by composition", "Core data")
    compared = [claim for other in api.materials.values() for claim in other["claims"]
                if claim.get("versus", {}).get("material") == ident]  # fmt: skip
    schema = api.json("schema/materials")["properties"]["computed"]["properties"]["review_definition"]
    own = known(api.materials[ident], compared, schema, api.quantities, api.json("datapackage")["version"])
    own |= known(*(api.json(f"references/{each}") for each in cited(api.materials[ident])))
    changes = [change for change in api.json("changes")["changes"] if change["id"] == ident]
    longest = max((len(change.get("edits", ())) for change in changes), default=0)
    own |= known(changes, *range(len(changes)), *range(longest))  # "and 7 more"
    charges = api.materials[ident]["computed"]["descriptors"]
    carried = sum(Fraction(ion["charge"]) * Fraction(ion["amount"]) for ion in charges["charges"])
    own |= known(float(carried + Fraction(charges["charge_rest"])))  # what the metals must carry in all
    for heading, text in page.items():
        if heading in checked:
            continue
        words = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
        assert amounts(words) - own - known(*linked(api, words)) - compared_above(words) == set(), heading


def cited(value: Any) -> set[str]:
    """Return the references that a record names, anywhere."""
    if isinstance(value, list):
        return set().union(*map(cited, value))
    if not isinstance(value, dict):
        return set()
    named = {value[key] for key in ("reference", "via") if isinstance(value.get(key), str)}
    return named.union(*map(cited, value.values()))


def compared_above(text: str) -> set[str]:
    """Return the numbers that the tests above have compared with the API, one by one."""
    cells = re.findall(r'<td[^>]*class="ea-number">(.*?)</td>', text, re.DOTALL)
    cells += re.findall(r'<p class="ea-big">[\d.]+|[\d.]+ J mol|<span class="ea-ion">.*?</span>', text)
    return amounts(" ".join(cells))
