"""What the pages are called: each kind of record, its groups, and the pages that belong to no kind."""

from __future__ import annotations

TITLES = {
    "materials": "Materials",
    "families": "Families",
    "effects": "Effects",
    "challenges": "Challenges",
    "strategies": "Strategies",
    "references": "References",
    "elements": "Elements",
    "topics": "Topics",
    "properties": "Properties",
}
"""Kind of record -> title of its index; each kind has a folder of pages of the same name."""

ONE = {
    "materials": "Material",
    "families": "Family",
    "effects": "Effect",
    "challenges": "Challenge",
    "strategies": "Strategy",
    "references": "Reference",
    "elements": "Element",
    "topics": "Topic",
    "properties": "Property",
}

TOPICS = {
    "structure": "Structures",
    "synthesis": "Synthesis",
    "characterisation": "Characterisation",
    "design-rule": "Design",
    "scaling": "Scale-up and resources",
    "computing": "Computation",
    "open-question": "Open questions",
}
"""Type of a topic -> heading of its group, in the order of reading."""

VOCABULARIES = {
    "leads": ("leads/", "Leads"),
    "statements": ("stated/", "Stated entropies"),
    "readiness": ("families/#readiness-levels", "Readiness levels"),
    "glossary": ("glossary/", "Glossary"),
    "people": ("people/", "People"),
    "core": ("coverage/#core-data", "Core data"),
    "questions": ("questions/", "Questions"),
}
"""Kind whose entries share one page -> that page and its name."""

SINGLE = {
    "explore": "Explorer",
    "compare": "Compare",
    "plot": "Plot",
    "figures": "Figures",
    "design": "Design",
    "contribute": "Contribute a record",
    "audit": "Is it high-entropy?",
    "stated": "Stated entropies",
    "questions": "Questions",
    "coverage": "Data coverage",
    "leads": "Leads",
    "oddities": "Remarks on sources",
    "glossary": "Glossary",
    "fields": "Fields of a record",
    "rules": "Rules for records",
    "people": "People",
    "licences": "Licences",
    "news": "What’s new",
}
"""Page that belongs to no kind -> its title."""
