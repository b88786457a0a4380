"""What do we say about a formula? Every refusal and every remark, one sentence a code.

The codes are part of the interface: other implementations give the same ones.
"""

from __future__ import annotations

from typing import Final, NamedTuple

REFUSALS: Final = {
    "abbreviation": "`{0}` is an abbreviation for {1}: write {2}.",
    "adduct": "Only water or a vacancy can follow a dot: write anything else as one formula.",
    "ambiguous-valence": (
        "`{0}+` may be a valence or part of an amount: write a valence raised and the amount after it, as in"
        " Mn^{{2+}}0.4."
    ),
    "amount-too-large": "The amount of {0} comes to {1}, and a formula unit holds at most {2}: correct the number.",
    "bad-valence": "The superscript `{0}` is no valence: write a number with its sign, as in Mn^{{2+}}.",
    "bad-value": "`{0}` is no number for {1}: give one such as 0.1 or 1/6.",
    "charged-bracket": "A formula unit is neutral: leave out the bracket's charge.",
    "cyanide-alone": "No metal right before (CN) holds its carbon: write it into a bracket with it, as in [Fe(CN)6].",
    "digit-missing": "A digit is missing after the point{0}: write it, as in 0.5.",
    "empty": "There is no formula here: write one, such as NaNi0.5Mn0.5O2.",
    "empty-bracket": "This bracket holds nothing: fill it or remove it.",
    "exponent": "Powers of ten such as `{0}` are not read: write the number out, as in 0.05.",
    "label": "`{0}` may be a name or atoms: leave a name out, and give atoms their amounts.",
    "leading-number": "Give one formula unit, without the `{0}` before it.",
    "misplaced": "`{0}` cannot stand here: {1}.",
    "negative-amount": "The amount of {0} comes to {1}: give a value that keeps it at 0 or more.",
    "no-metal": "There is no metal on the mixing site: a cathode needs at least one.",
    "number-too-long": "This number has {0} characters and may have {1}: round it.",
    "placeholder": ("`{0}` is a placeholder for elements that are not named: write each element with its amount."),
    "placeholder-missing": "`{0}` is not in the formula: leave out what it stands for, or write it there.",
    "several-values": "`{0}` is given several values, so this is a series: keep one, as in `, {0} = 0.1`.",
    "sites-disagree": "The sites hold {0} {1} and the formula {2}: make them agree.",
    "split-not-stated": (
        "Commas in a bracket leave open how its amount is shared: write each element with its amount."
    ),
    "too-deep": "Brackets are nested more than {0} deep: write some of them out.",
    "too-long": "The text has {0} characters and a formula at most {1}: give one formula alone.",
    "two-compounds": "Another compound begins with this {0}: give one formula alone.",
    "two-formulas": "The bracket at the end holds another formula, `{0}`: give one formula alone.",
    "two-numbers": (
        "`{0}` follows another number: write what was lost between them (such as a vacancy □), or one amount"
        " instead of a range."
    ),
    "two-valences": "Two valences stand here: keep one.",
    "unbalanced": "`{0}` has no partner: add it or remove this one.",
    "unbound-variable": "`{0}` has no value: give one, as in `, {0} = {1}` after the formula.",
    "unknown-element": "No element has the symbol `{0}`: check the spelling, also of capital letters.",
    "unknown-family": "`{0}` is no family: take one of {1}.",
    "unknown-site": "`{0}` is no site: take one of {1}.",
    "vacancy-elsewhere": "`V_{0}` does not follow {0}: write the vacancy as □, after the element whose site it is on.",
    "water-without-dot": (
        "Where the amount ends and the water begins is open: write the water after a dot, as ·2H2O or *2H2O."
    ),
    "words": "`{0}` is a word, and only formulas can be read: give the formula alone.",
    "zero-denominator": "Nothing can be divided by zero: correct the fraction.",
}

LOW_STATE: Final = "unusual in {0} as made"
HIGH_STATE: Final = "rare in {0} as made, reached on charging"
_LARGE: Final = "{0} is about as large as Na⁺: it is counted on the alkali site."
_FILLS: Final = "{0} is counted on the metal site, though as large as Na⁺: the metals then sum to {1}, else to {2}."
_PLACED: Final = "Li is counted on the {0} site: the metal site then sums to {{1}}, else to {{2}}."

REMARKS: Final = {
    "abbreviation-ignored": "`{0}` repeats letters of the formula: taken for its abbreviation and not counted.",
    "alkali-sum": (
        "The alkali site sums to {0}, and a layered oxide has room for {1}: some of it must sit elsewhere, or an"
        " amount is off."
    ),
    "amount-about": "About {0} is printed, and is taken as that.",
    "anions-not-mixed": (
        "{0} share positions beside the polyanions, and the formula does not tell which: their mixing is in no entropy."
    ),
    "borderline": "{0} R lies within 0.02 R of a line between two classes.",
    "ammonium": "NH4 is counted on the alkali site, as one ion; capacities count alkali metals alone.",
    "bracket-alkali-site": "The bracket around {0} is taken for the alkali site.",
    "bracket-holds": "The bracket is taken for the metal site, and {0} is in it.",
    "bracket-metal-site": "The bracket is taken for the metal site: {0}, printed before it, is on the alkali site.",
    "bracket-not-full": "The bracket sums to {0}, not to {1}: {2}, printed before it, is counted on the metal site.",
    "calcium-on-alkali-site": _LARGE,
    "calcium-on-metal-site": _FILLS,
    "carbon-not-cobalt": "C is carbon, and it is counted as {0} here: write Co for cobalt.",
    "carbon-site-inferred": "{0} stands right before (CN) and is taken for the carbon-coordinated metal.",
    "charge-not-balanced": "No usual charges balance: the metals have {0} {1} per formula unit.",
    "coating-ignored": "The coating or composite partner `{0}` is not counted.",
    "comma-ignored": "The commas between elements with amounts are left out.",
    "cyanide-mended": "`{0}` is read as {1}, six CN around each metal.",
    "decimal-comma": "Commas or raised dots between digits are read as decimal points.",
    "defect-ignored": "{0} has no value and is that of oxygen alone: taken as 0.",
    "element-repeated": "Written more than once, and added up where it is on one site: {0}.",
    "equal-parts": "The bracket of {0} has no amounts: read as equal parts of one site.",
    "extreme-charge": "The formal charges need {0}: {1}.",
    "halogen-among-metals": "{0}, printed among the metals, is counted on the anion site.",
    "hydrogen-counted": "H is counted as printed, as 1+ and on no mixing site: write water after a dot, as in ·2H2O.",
    "hyphen-ignored": "A hyphen between two elements was taken for a line break and left out.",
    "label-ignored": "`{0}` before the formula is taken for a label or a description and not counted.",
    "large-ion-on-alkali-site": _LARGE,
    "large-ion-on-metal-site": _FILLS,
    "letter-is-element": "`{0}{1}` is read as two elements, not as {0} in the valence {1}.",
    "letter-o": "`{0}` is read as oxygen: write {1} if a zero is meant.",
    "lithium-on-alkali-site": _PLACED.format("alkali"),
    "lithium-on-metal-site": _PLACED.format("metal"),
    "lithium-split": "{0} of the Li is counted on the metal site, to fill it.",
    "list-read": "The amount after the bracket of {0} is read as {1} of each: then the metals are a whole number.",
    "metal-as-centre": "{0} in (MO4) is counted as the centre of an oxoanion, not on the metal site.",
    "multiple": "The formula is a multiple of AMO₂: what is given per formula unit counts {0} metal positions.",
    "name-ignored": "`{0}` beside the formula is not counted.",
    "no-alkali": "The alkali site is empty: no capacity can be given.",
    "no-anions": "There are no anions: write the letter O where a zero or nothing stands for it.",
    "non-metal-off-metal-site": "{0} is counted as the centre of an oxoanion, not on the metal site.",
    "non-metal-on-anion-site": "{0} is counted on the anion site, beside O.",
    "non-metal-on-metal-site": "{0} is no metal, and as a dopant it is counted on the metal site.",
    "phase-read": "`{0}` beside the formula is read as its phase.",
    "placeholder-read": "`{0}` is read as {1}.",
    "point-ignored": "The point at the end is taken for that of a sentence.",
    "reference-ignored": "`{0}` after the formula is a reference and not counted.",
    "same-formula-ignored": "The bracket at the end gives the same composition again and is not counted.",
    "site-sum": "The metal site sums to {0}, {1}: check the amounts.",
    "site-sum-shared": (
        "If the {0} after a bracket is shared by its elements, the metal site sums to {1}: then write each"
        " element with its own amount."
    ),
    "space-group-ignored": "`{0}` after the formula is read as its space group and not counted.",
    "solid-solution": "The compounds of a solid solution are added up.",
    "structure-read": "`{0}` beside the formula is read as its family: {1}.",
    "sum-read": "`{0}` is read as a sum: {1}.",
    "uncertainty-ignored": "`{0}` gives its standard uncertainty, which is not counted.",
    "tunnel-possible": (
        "Na0.44MnO2, K2Mn8O16 and their doped forms are tunnel oxides, and the formula does not tell: it is read as"
        " layered; name the family if it is not."
    ),
    "unused-value": "{0} {1} not occur in the formula, so the value given is not used.",
    "vacancy-inferred": "{0} of the carbon-coordinated sites must be vacant, though no vacancy is printed.",
    "vacancy-on-metal-site": "The vacancy is counted on the metal site, which it fills.",
    "value-about": "{0} is about {1}, and is taken as that.",
    "vacancy-named": "The vacancy before {0} in a bracket is on a site of {0}: that {0} is not there.",
    "vacancy-read": "`{0}` is read as a vacancy.",
    "valence-flat": "`{0}` is read as a valence that lost its height.",
    "water-unknown": "The amount of water, {0}, has no value: the formula is read without water.",
    "zero-amount": "The amount of {0} is zero, so it is left out.",
}


class FormulaError(ValueError):
    """A formula that we refuse: a code, the position in the text (from 0), and what to do about it."""

    def __init__(self, code: str, position: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.position = position
        self.text = text


class Remark(NamedTuple):
    """Something a reader should know about how a formula was understood."""

    code: str
    text: str


def refusal(code: str, position: int, *names: object) -> FormulaError:
    """The error for a code, its sentence filled in.

    >>> refusal("placeholder", 2, "TM").text
    '`TM` is a placeholder for elements that are not named: write each element with its amount.'
    """
    return FormulaError(code, position, REFUSALS[code].format(*names))


def remark(code: str, *names: object) -> Remark:
    """The remark for a code, its sentence filled in."""
    return Remark(code, REMARKS[code].format(*names))
