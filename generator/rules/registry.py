"""Every rule, collected from the modules beside this one, and the run of all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from ..errors import Problem
from ..records.dataset import Dataset, Key
from . import (
    compositions,
    conditions,
    controls,
    duplicates,
    formulas,
    link_integrity,
    outliers,
    people,
    rate_tests,
    references,
    spreadsheets,
    syntheses,
    values,
)
from .acceptance import Acceptances, acceptances_rule
from .rule import Rule, Stage

_JUDGING: Final = (
    formulas.formulas_can_be_read,
    formulas.variables_stand_in_their_formula,
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
    outliers.numbers_are_like_their_peers,
    conditions.conditions_are_possible,
    conditions.condition_ranges_begin_with_the_lower_end,
    conditions.what_is_relative_comes_after_the_first_cycle,
    conditions.values_have_the_conditions_that_they_need,
    conditions.what_is_stated_is_not_called_missing,
    conditions.cycling_and_exposure_are_two_properties,
    rate_tests.points_go_from_slow_to_fast,
    rate_tests.points_name_their_control,
    syntheses.syntheses_are_possible,
    syntheses.synthesis_ranges_begin_with_the_lower_end,
    syntheses.precipitations_are_of_precipitates,
    controls.comparisons_are_with_others,
    controls.comparisons_agree,
    controls.controls_are_compared,
    duplicates.nothing_stands_twice,
    duplicates.claims_stand_once,
    duplicates.what_is_missing_is_not_claimed,
    link_integrity.sources_were_read,
    link_integrity.what_is_implied_is_explained,
    link_integrity.links_lead_somewhere,
    link_integrity.families_agree,
    link_integrity.states_name_their_parent,
    link_integrity.states_have_a_pristine_parent,
    link_integrity.references_are_cited,
    link_integrity.records_are_used,
    link_integrity.old_ids_stay_retired,
    references.publications_stand_once,
    references.dois_fit_their_journal,
    references.papers_cite_what_is_there,
    references.no_year_lies_far_ahead,
    references.references_can_be_found,
    references.statements_have_one_origin,
    people.orcids_have_their_check_character,
    people.checks_are_of_the_value_as_it_is,
    people.checks_are_of_a_possible_day,
    people.what_is_checked_is_confirmed,
    spreadsheets.texts_are_no_formulas_of_a_spreadsheet,
)

RULES: Final[tuple[Rule, ...]] = (*_JUDGING, acceptances_rule(_JUDGING))


def problems(everything: Dataset, partial: Collection[Key] = ()) -> list[Problem]:
    """Return what the rules find and no record accepts; `partial` are records that could be read only in part."""
    whole = everything.without(partial) if partial else everything
    astray = list(_found("links", everything))
    found = [*astray, *_found("fields", everything), *_found("records", whole)]
    if not (astray or partial or everything.unreadable):  # what is missed may be in what could not be read
        found += _found("collection", whole)
    acceptances = Acceptances(everything)
    return [problem for problem in found if not acceptances.cover(problem)]


def _found(stage: Stage, dataset: Dataset) -> Iterator[Problem]:
    for rule in RULES:
        if rule.stage == stage:
            yield from rule(dataset)
