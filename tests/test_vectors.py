"""The shared vectors hold: inputs and outputs that every implementation of the engine must reproduce.

Their amounts were typed by hand and their entropies computed from these with long decimals; the first test
here does that sum again, so that a vector cannot drift towards the code.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from generator.chemistry.composition import VACANCY, flatten
from generator.chemistry.description import describe
from generator.chemistry.formula import FormulaError, parse
from generator.chemistry.messages import REFUSALS
from generator.chemistry.report import answer

from .conftest import GoldenFiles

_FOLDER = Path(__file__).parent / "vectors"


def cases(name: str) -> list[Any]:
    found = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=f"{number:03}-{case['text'][:40]}") for number, case in enumerate(found)]


def entropy_of(amounts: list[Fraction]) -> float:
    """Mixing entropy by another road than the code under test: 40-digit decimals and S = ln N - Σ n ln n / N."""
    with localcontext() as context:
        context.prec = 40
        decimals = [Decimal(n.numerator) / Decimal(n.denominator) for n in amounts]
        total = sum(decimals, Decimal(0))
        return float(total.ln() - sum((n * n.ln() for n in decimals), Decimal(0)) / total)


def stated(case: dict[str, Any]) -> dict[str, dict[str, Fraction]] | None:
    sites = case.get("stated")
    return {s: {el: Fraction(n) for el, n in held.items()} for s, held in sites.items()} if sites else None


def test_there_are_at_least_150_vectors() -> None:
    names = ("formulas", "sites", "entropies", "errors")
    assert sum(len(cases(name)) for name in names) >= 150


def test_the_entropies_of_the_vectors_follow_from_their_hand_typed_sites() -> None:
    for sites, entropies in zip(cases("sites"), cases("entropies"), strict=True):
        (site,), (entropy,) = sites.values, entropies.values
        metal = [Fraction(amount) for amount in site["sites"]["metal"].values()]
        assert entropy["text"] == site["text"]
        assert entropy["all"] == pytest.approx(entropy_of(metal), abs=1e-12)


@pytest.mark.parametrize("case", cases("formulas"))
def test_a_spelling_says_the_composition_that_was_typed_by_hand(case: dict[str, Any]) -> None:
    formula = parse(case["text"], case.get("bindings", {}))
    composition: dict[str, Fraction] = {}
    for atom in flatten(formula.parts):
        composition[atom.symbol] = composition.get(atom.symbol, Fraction(0)) + atom.amount
    assert composition.pop(VACANCY, Fraction(0)) == Fraction(case.get("vacancy", 0))
    assert composition == {element: Fraction(amount) for element, amount in case["composition"].items()}
    assert (formula.phase, formula.water) == (case["phase"], Fraction(case["water"]))
    assert sorted(remark.code for remark in formula.remarks) == case["remarks"]


@pytest.mark.parametrize("case", cases("sites"))
def test_every_atom_sits_where_it_should(case: dict[str, Any]) -> None:
    described = describe(case["text"], case.get("bindings", {}), sites=stated(case))
    expected = {s: {el: Fraction(n) for el, n in held.items()} for s, held in case["sites"].items()}
    assert described.sites == expected
    assert described.family == case["family"]
    assert described.site_sum == Fraction(case["site_sum"])


@pytest.mark.parametrize("case", cases("entropies"))
def test_every_convention_gives_its_entropy(case: dict[str, Any]) -> None:
    described = describe(case["text"], case.get("bindings", {}), sites=stated(case))
    for convention in described.entropy._fields:
        assert getattr(described.entropy, convention) == pytest.approx(case[convention], abs=1e-9), convention
    assert set(described.principal) == set(case["principal_elements"])
    assert described.entropy_class == case["class"]
    assert described.borderline == case["borderline"]
    assert described.review_definition.met == case["review_definition"]


@pytest.mark.parametrize("case", cases("errors"))
def test_a_refusal_names_its_reason_and_its_place(case: dict[str, Any]) -> None:
    with pytest.raises(FormulaError) as caught:
        describe(case["text"], case.get("bindings", {}))
    assert (caught.value.code, caught.value.position) == (case["code"], case["position"])
    assert caught.value.text.endswith(".")


@pytest.mark.parametrize("case", cases("readings"))
def test_a_formula_in_print_is_read_as_a_chemist_reads_it(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(FormulaError) as caught:
            describe(case["text"])
        assert caught.value.code == case["error"]
        return
    described = describe(case["text"])
    expected = {s: {el: Fraction(n) for el, n in held.items()} for s, held in case["sites"].items()}
    assert {site: held for site, held in described.sites.items() if held} == expected
    assert (described.family, described.phase) == (case["family"], case.get("phase"))
    assert described.placed.water == Fraction(case.get("water", 0))
    assert described.placed.vacancies == {site: Fraction(n) for site, n in case.get("vacancies", {}).items()}
    assert sorted({told.code for told in described.warnings} - {"borderline"}) == case["remarks"]


PRINTED = [
    "NaNi0.2Fe0.2Mn0.35Cu0.05Zn0.1Sn0.1O2",
    "Na1.36Ni0.4Fe0.15Co0.15Mn0.15Cu0.15[Fe(CN)6]0.93□0.07·2.89H2O",
    "Na_{0.9}Li_{0.1}Ni_{0.4}Fe_{0.2}Mn^{2+}_{0.4}Ti_{0.04}Mn^{4+}_{0.04}Mg_{0.02}O_{1.9}F_{0.1}",
    "Na3V1.9(Ca,Mg,Al,Cr,Mn)0.1(PO4)2F3",
    "P2-Na2/3Ni1/3Mn2/3O2",
    "NaNi0.5Xx0.5O2",
]
"""One of each kind: layered, Prussian blue, oxyfluoride with valences, polyanion, and one that is refused."""


def test_what_is_said_of_each_formula_reads_as_accepted(golden: GoldenFiles) -> None:
    """Remarks with their numbers, refusals with their place, and the whole description of some."""
    found = [case.values[0] for name in ("formulas", "sites", "readings", "errors") for case in cases(name)]
    said: dict[str, str] = {}
    for case in found:
        good, text = answer(case["text"][:200], case.get("bindings", {}))
        remarks = re.findall(r"(?m)^Note +(.*)", text) if good else [text]
        said |= {case["text"][:200]: "\n".join(remarks)} if remarks else {}
    golden.check("engine/remarks.txt", "\n\n".join(f"{text}\n{lines}" for text, lines in said.items()) + "\n")
    golden.check("engine/descriptions.txt", "\n\n".join(answer(text)[1] for text in PRINTED) + "\n")


def test_every_refusal_of_a_text_has_a_vector() -> None:
    covered = {case.values[0]["code"] for case in cases("errors")}
    assert set(REFUSALS) - covered == {
        "sites-disagree",
        "unknown-family",
        "unknown-site",
    }  # arguments, not texts
