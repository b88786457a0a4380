"""How fast is the engine? `python tests/bench_engine.py` prints ratios that were measured in one run.

Ours is the full description: parsing, sites, every entropy, charges, descriptors, and what of these a
Description works out only when it is read. The yardstick is pymatgen's Composition with its weight and a
metal-site entropy, for the same plain formulas. Both run in turn, formula by formula, so that the load of the
machine is the same for both. The last line adds all texts, remarks and fractions, as the command line prints them.
"""

from __future__ import annotations

import gc
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from math import log
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pymatgen.core.composition import Composition  # the path above comes first

from generator.chemistry.description import Description, describe
from generator.chemistry.formula import FormulaError, parse
from generator.chemistry.report import to_json
from generator.chemistry.tokenizer import LONGEST
from tests.collection import formulas
from tests.test_formula import REPEATED

NUMBER = 10_000


def full(formula: str) -> tuple[Description, object, object, object, object]:
    """A description, and those of its numbers and flags that wait for a reader."""
    described = describe(formula)
    found = described.descriptors
    return (
        described,
        (described.entropy_class, described.borderline),
        (found.mean_metal_valence, found.sodium_content),
        (found.charges.balanced, found.charges.extreme),
        (found.cobalt_free, found.nickel_free, found.lithium_free),
    )


def printed(formula: str) -> object:
    """Everything that `describe --json` prints."""
    return to_json(describe(formula))


def yardstick(formula: str) -> tuple[float, float]:
    """Pymatgen's weight of a formula, and the entropy of its metals computed from its amounts."""
    composition = Composition(formula)
    metals = [amount for element, amount in composition.items() if element.symbol not in ("Na", "O")]
    total = sum(metals)
    return composition.weight, -sum(x / total * log(x / total) for x in metals)


def microseconds(function: Callable[[str], object], formula: str) -> float:
    """The time of one call."""
    start = time.perf_counter_ns()
    function(formula)
    return (time.perf_counter_ns() - start) / 1000


def in_turn(function: Callable[[str], object], made: list[str]) -> tuple[list[float], list[float]]:
    """The times of a function and of the yardstick, one after the other for each formula."""
    pairs = [(microseconds(function, formula), microseconds(yardstick, formula)) for formula in made]
    return [ours for ours, _ in pairs], [theirs for _, theirs in pairs]


def peak_kilobytes(function: Callable[[str], object], some: list[str]) -> float:
    """The most memory that is in use at once while formulas are described one after another."""
    tracemalloc.start()
    for formula in some:
        function(formula)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1024


def growth(unit: str) -> float:
    """How many times longer a text of this unit takes than one of half its length; 2 is linear."""
    half, whole = (unit * (LONGEST // part // len(unit)) for part in (2, 1))
    pairs = [(microseconds(tried, half), microseconds(tried, whole)) for _ in range(50)]
    return min(long for _, long in pairs) / min(short for short, _ in pairs)


def tried(text: str) -> None:
    """Read a text that may be refused."""
    with suppress(FormulaError):
        parse(text, {"x": "1"})


def main() -> None:
    """Measure and print."""
    made = formulas(NUMBER)
    for formula in made[:200]:
        full(formula)
        yardstick(formula)
    gc.collect()
    ours, theirs = in_turn(full, made)
    texts, theirs_again = in_turn(printed, made)
    ratios = {
        "median": (median(ours), median(theirs)),
        "99th percentile": (quantiles(ours, n=100)[98], quantiles(theirs, n=100)[98]),
        "all": (sum(ours), sum(theirs)),
        "median, as JSON": (median(texts), median(theirs_again)),
    }
    print(f"engine: {NUMBER} distinct formulas, full description / pymatgen Composition + weight + one entropy")
    for name, (our, their) in ratios.items():
        print(f"  {name:16} {our / their:5.2f} x  ({our:.1f} / {their:.1f} microseconds)")
    print(f"  peak memory      {peak_kilobytes(full, made[:1000]):.0f} kB (pymatgen", end=" ")
    print(f"{peak_kilobytes(yardstick, made[:1000]):.0f} kB), process", end=" ")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB with pymatgen loaded")
    steepest = sorted(((growth(unit), unit) for unit in REPEATED), reverse=True)
    print(f"reading: {LONGEST} characters / {LONGEST // 2} of the same kind (2 is linear)")
    print(f"  median           {median(ratio for ratio, _ in steepest):5.2f} x")
    print("  steepest        ", ", ".join(f"{ratio:5.2f} x ({unit!r})" for ratio, unit in steepest[:3]))


if __name__ == "__main__":
    main()
