"""Which spellings are read? The grammar by example: one row for each, in the order of the modules that read them.

The documentation prints this table, and what it says of an example is what the reader says of it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from .formula import parse, plain


class Spelling(NamedTuple):
    """One spelling, in words and by an example."""

    what: str
    example: str

    @property
    def read(self) -> str:
        """The example in its plain spelling."""
        return plain(parse(self.example))

    @property
    def said(self) -> str:
        """The remarks that reading the example makes."""
        return " ".join([remark.text for remark in parse(self.example).remarks])


SPELLINGS: Final = {
    "Amounts": (
        Spelling("decimals", "NaNi.5Mn0.50O2.0"),
        Spelling("decimal commas", "NaNi0,5Mn0,5O2"),
        Spelling("raised decimal points", "NaNi0·5Mn0·5O2"),
        Spelling("fractions", "Na2/3Ni1/3Mn2/3O2"),
        Spelling("fractions in one sign", "Na⅔Ni⅓Mn⅔O₂"),
        Spelling("fractions of raised and lowered digits", "Na²⁄₃Ni¹⁄₃Mn²⁄₃O₂"),
        Spelling("fractions in LaTeX", r"Na_{\frac{2}{3}}MnO_2"),
        Spelling("sums and differences with a fraction", "NaMn1/3-0.01Ni0.33Fe1/3Ti0.02O2"),
        Spelling("standard uncertainties", "Na0.67(2)MnO1.98±0.02"),
        Spelling("a variable and its value", "NaNi0.5-xCuxMn0.5O2, x = 0.1"),
        Spelling("several variables, factors, brackets", "Na1+2xMn(1-x-y)TiyO2 (x = 0.1; y = 0.2)"),
        Spelling("an approximate value", "NaxMnO2 (x ≈ 0,7)"),
        Spelling("an approximate amount", "Na≈0.67Mn~0.9Ti0.1O2"),
        Spelling("a value beside other remarks, with its uncertainty", "NaxMnO2 (x = 0.70(2), P2)"),
        Spelling("a placeholder and its element", "NaNi0.5M0.5O2 (M = Mn)"),
        Spelling("a defect of oxygen alone", "Na0.7MnO2-δ"),
        Spelling("an amount of zero", "NaNi0.5Mn0.5Ti0O2"),
        Spelling("a value that is not used", "NaNi0.5Mn0.5O2, x = 0.1"),
    ),
    "Type": (
        Spelling("lowered digits", "Na₃V₂(PO₄)₃"),
        Spelling("underscores, with or without braces", "Na_{0.7}MnO_2"),
        Spelling("tildes", "Na~0.7~MnO~2~"),
        Spelling("HTML and JATS", "Na<sub>0.7</sub>Mn<jats:sub>0.9</jats:sub>Ti<inf>0.1</inf>O<SUB>2</SUB>"),
        Spelling("LaTeX", r"$\mathrm{Na}_{0.7}\text{MnO}_2$"),
        Spelling("HTML entities", "NaNi0.5&minus;xMnxO2&middot;2H2O, x = 0.1"),
        Spelling("chemistry in LaTeX", r"\ce{Na3V2(PO4)3}"),
        Spelling("mathematical letters", "Na𝑥MnO2, 𝑥 = 0.7"),
        Spelling("spaces", "Na 0.7 Mn 0.9 Ti 0.1 O 2"),
        Spelling("an O right before a point, which may be a misprint", "NaNiO.5MnO.5O2"),
        Spelling("brackets for lowered digits", "Na(3)V(2)(PO4)(3)"),
    ),
    "Valences": (
        Spelling("raised", "NaMn³⁺0.5Ni^{3+}_{0.5}O2"),
        Spelling("raised, after the amount", "NaMn0.5^{3+}Ni0.5<sup>3+</sup>O2"),
        Spelling("in brackets", "Na(I)Fe(3+)O2"),
        Spelling("Roman", "Na2Mn^{II}[Fe(II)(CN)6]"),
        Spelling("Arabic that lost its height", "Na0.25Co3+0.25Co4+0.75O2"),
        Spelling("Roman that lost its height", "Na2MnII[FeII(CN)6]"),
        Spelling("V after Sb, Nb, Ta or Bi, before oxygen or an amount", "Na3Ni2SbVO6"),
        Spelling("V or I that may be an element, and is", "NaNbV(PO4)3"),
    ),
    "Brackets and vacancies": (
        Spelling("an amount that counts for each element inside", "Na(NiFeMnCuTi)0.2O2"),
        Spelling("three and more metals without any amount", "Na(NiFeMnCuTi)O2"),
        Spelling("a list with one amount, which counts for each or is shared", "Na3V1.8(Mg,Al)0.2(PO4)3"),
        Spelling("brackets in brackets, round or square", "Na[(Ni0.5Mn0.5)0.9Ti0.1]O2"),
        Spelling("vacancies", "Na4/7[□1/7Mn6/7]O2"),
        Spelling("vacancies in letters", "Na4/7[Mn6/7(vac)1/7]O2"),
        Spelling("vacancies as V with a name", "Na0.9V_{Na}0.1MnO2"),
        Spelling("sodium in the layer of the metals", "Na[Na1/3Ru2/3]O2"),
        Spelling("vacancies that name the element whose site they are on", "Na4/7[Mn6/7(□Mn)1/7]O2"),
        Spelling("vacancies in LaTeX and as an empty bracket", r"Na0.7\square_{0.3}Mn0.9[]0.1O2"),
        Spelling("elements in any order, and more than once", "Na0.7Mn0.5Ti0.1Mn0.4O2"),
    ),
    "Water": (
        Spelling("after a dot", "Na2Mn[Fe(CN)6]·2H2O"),
        Spelling("after an asterisk or in LaTeX", r"Na_2Mn[Fe(CN)_6]\cdot2H_2O"),
        Spelling("in brackets, anywhere", "[Cu(H2O)4]SO4·H2O"),
        Spelling("with brackets for lowered digits, or around it", "Na2Mn[Fe(CN)6]*2H(2)O"),
        Spelling("of an unknown amount", "Na2Mn[Fe(CN)6]·nH2O"),
    ),
    "Prussian blue analogues": (
        Spelling("units with their amount and vacancies", "Na1.6Mn[Fe(CN)6]0.9□0.1·2H2O"),
        Spelling("vacancies after a dot", "Na1.6Mn[Fe(CN)6]0.9·□0.1"),
        Spelling("the carbon-coordinated metal without a bracket", "Na2MnFe(CN)6"),
        Spelling("both metals in the bracket", "Na2[MnFe(CN)6]"),
        Spelling("ammonium", "Na(NH4)Mn[Fe(CN)6]"),
        Spelling("one metal on both sites", "Na2Fe2(CN)6"),
        Spelling("cyanide without brackets", "Na2MnFeC6N6"),
        Spelling("misprints of six cyanides", "Na1.9Fe[Fe(CN)]6"),
    ),
    "Beside the formula": (
        Spelling("a phase before it", "P'2: Na0.7MnO2"),
        Spelling("phases before it, also with a dash, + or &", "P2/O3-type Na0.8MnO2"),
        Spelling("phases before it, each with its dash", "P2-/O3-Na0.8MnO2"),
        Spelling("a Greek letter before it", r"\beta-NaMnO2"),
        Spelling("a phase and a space", "P2 Na0.7MnO2"),
        Spelling("a phase in brackets before it", "[P2] Na0.7MnO2"),
        Spelling("a phase after it", "Na0.7MnO2 (P2-type)"),
        Spelling("a structure", "tunnel-type Na0.44MnO2"),
        Spelling("a crystal system", "monoclinic Na2Mn[Fe(CN)6]"),
        Spelling("a label of a figure", "(a) NaNi0.5Mn0.5O2"),
        Spelling("an abbreviation", "Na3V2(PO4)3 (NVP)"),
        Spelling("an abbreviation before it", "NVP: Na3V2(PO4)3"),
        Spelling("a name that no atoms can be", "NaNi0.5Mn0.5O2 (HEO)"),
        Spelling("a name that words give, with or without a bracket", "NaNi0.5Mn0.5O2 (denoted as NM)"),
        Spelling("words before and after it", "Mg-doped Na0.7Mn0.9Mg0.1O2 cathode"),
        Spelling("a space group, also before it", "NaNi0.5Mn0.5O2 (R-3m)"),
        Spelling("a number of a database, a reference or a sample", "NaNi0.5Mn0.5O2 (ICSD 12345)"),
        Spelling("several of these in one bracket", "NaNi0.5Mn0.5O2 (NM, O3-type, R-3m)"),
        Spelling("a letter for its structure", "t-Na5V(PO4)2F2"),
        Spelling("a reference", "Na3V2(PO4)3 [18]"),
        Spelling("a raised reference", "Na3V2(PO4)3^{18}"),
        Spelling("the mark of a footnote", "Na3V2(PO4)3†"),
        Spelling("the letter of a footnote", "Na3V2(PO4)3 [a]"),
        Spelling("the point that ends a sentence", "Na3V2(PO4)3."),
        Spelling("a coating", "Na3V2(PO4)3/C"),
        Spelling("a coating of another compound", "NaNi0.5Mn0.5O2@Al2O3"),
        Spelling("a coating in words, also before it", "Al2O3-coated NaNi0.5Mn0.5O2"),
        Spelling("several coatings, also before it", "rGO@Na3V2(PO4)3@C"),
        Spelling("the same composition again", "Na2/3Ni1/3Mn2/3O2 (Na0.667Ni0.333Mn0.667O2)"),
        Spelling("a solid solution", "0.8NaMnO2·0.2NaFeO2"),
        Spelling("the hyphen of a line break", "NaCu0.1-Ni0.4Mn0.5O2"),
        Spelling("commas between elements that have amounts", "Na0.7,Ni0.3,Mn0.7,O2"),
    ),
}
"""Chapter -> its spellings."""
