"""Which rules are there? All of them, in the order in which their page lists them."""

from __future__ import annotations

from typing import Final

from . import (
    belonging,
    comparisons,
    compositions,
    conditions,
    credit,
    formulacheck,
    peers,
    publications,
    repeats,
    spreadsheets,
    support,
    values,
)
from .acceptance import acceptances_rule
from .rule import Rule

_JUDGING: Final = (
    formulacheck.formulas_can_be_read,
    formulacheck.variables_stand_in_their_formula,
    compositions.composition_is_given_or_missing,
    compositions.cathodes_hold_sodium,
    compositions.metal_sites_are_full,
    compositions.charges_balance,
    compositions.labels_fit_some_convention,
    compositions.materials_stand_once,
    compositions.materials_say_something,
    values.units_are_those_of_their_property,
    values.values_are_of_their_kind,
    values.ranges_begin_with_the_lower_end,
    values.values_are_plausible,
    peers.numbers_are_like_their_peers,
    conditions.conditions_are_possible,
    conditions.condition_ranges_begin_with_the_lower_end,
    conditions.what_is_relative_comes_after_the_first_cycle,
    conditions.values_have_the_conditions_that_they_need,
    conditions.what_is_stated_is_not_called_missing,
    comparisons.comparisons_are_with_others,
    comparisons.comparisons_agree,
    comparisons.controls_are_compared,
    repeats.nothing_stands_twice,
    repeats.claims_stand_once,
    repeats.what_is_missing_is_not_claimed,
    support.sources_were_read,
    support.what_is_implied_is_explained,
    belonging.links_lead_somewhere,
    belonging.families_agree,
    belonging.states_name_their_parent,
    belonging.states_have_a_pristine_parent,
    belonging.references_are_cited,
    belonging.records_are_used,
    belonging.old_ids_stay_retired,
    publications.publications_stand_once,
    publications.dois_fit_their_journal,
    publications.papers_cite_what_is_there,
    publications.no_year_lies_far_ahead,
    publications.references_can_be_found,
    publications.statements_have_one_origin,
    credit.orcids_have_their_check_character,
    credit.checks_are_of_the_value_as_it_is,
    credit.checks_are_of_a_possible_day,
    spreadsheets.texts_are_no_formulas_of_a_spreadsheet,
)

RULES: Final[tuple[Rule, ...]] = (*_JUDGING, acceptances_rule(_JUDGING))
