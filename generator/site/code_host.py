"""One setting, the address that edits a file, to every link into the place where the records are kept.

GitHub, GitLab and Forgejo (with Gitea) each build their addresses by one pattern. Of another host only the edit
link is sure, so the others are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class Pattern:
    """The parts of a host's addresses between repository and branch, and how its form for issues is addressed."""

    edit: str
    show: str
    history: str
    report: Callable[[str], str]
    new: Callable[[str], str]


def _form(record: str) -> str:
    """Return the page of the form for problems, with its field `record` filled in."""
    return f"/issues/new?{urlencode({'template': 'problem.yml', 'record': record})}"


def _titled(page: str, field: str) -> Callable[[str], str]:
    """Return how a host is asked that fills in a title, but no field of a form."""
    return lambda record: f"{page}?{urlencode({field: f'Problem in the record {record}'})}"


_GITLAB = Pattern(
    "/-/edit/", "/-/blob/", "/-/commits/", _titled("/-/issues/new", "issue[title]"), lambda branch: f"/-/new/{branch}"
)
_FORGEJO = Pattern(
    "/_edit/", "/src/branch/", "/commits/branch/", _titled("/issues/new", "title"), lambda branch: f"/_new/{branch}"
)
_GITHUB = Pattern("/edit/", "/blob/", "/commits/", _form, lambda branch: f"/new/{branch}")
_PATTERNS = (_GITLAB, _FORGEJO, _GITHUB)  # the first one found is meant: GitHub's is part of GitLab's
# New issues with a title: https://docs.gitlab.com/ee/user/project/issues/create_issues.html and
# https://forgejo.org/docs/latest/user/issue-pull-request-templates


@dataclass(frozen=True, slots=True)
class RecordUrls:
    """The addresses to edit, show and report the file of one record; None where they are not known."""

    file: str
    edit: str | None = None
    show: str | None = None
    history: str | None = None
    report: str | None = None

    def line(self, number: int) -> str | None:
        """Return the address of one line of the file, counted from 1."""
        return f"{self.show}#L{number}" if self.show else None


def record_urls(edit_url: str | None, file: str, record: str) -> RecordUrls:
    """Return the links of a record; `file` is named from the project's folder.

    `edit_url` edits a file once its name is added to it, such as `https://github.com/OWNER/NAME/edit/main/`.

    >>> record_urls("https://github.com/o/n/edit/main/", "data/materials/a.yml", "a").line(12)
    'https://github.com/o/n/blob/main/data/materials/a.yml#L12'
    >>> record_urls(None, "data/materials/a.yml", "a").edit is None
    True
    """
    if not edit_url or not edit_url.startswith(("https://", "http://")):
        return RecordUrls(file)
    whole = f"{edit_url.rstrip('/')}/{quote(file)}"
    known = next((pattern for pattern in _PATTERNS if pattern.edit in whole), None)
    if known is None:
        return RecordUrls(file, edit=whole)
    repository, _, place = whole.partition(known.edit)
    show, history = f"{repository}{known.show}{place}", f"{repository}{known.history}{place}"
    return RecordUrls(file, whole, show, history, repository + known.report(record))


def new_file_url(edit_url: str | None) -> str | None:
    """Return the page on which a file is added; GitHub's takes the parameters `filename` and `value`.

    The parameters are described in https://github.com/isaacs/github/issues/1527; for Gitea they were
    asked for in https://github.com/go-gitea/gitea/issues/16398. On other hosts the text is pasted.

    >>> new_file_url("https://github.com/o/n/edit/main/"), new_file_url("https://codeberg.org/o/n/_edit/main/")
    ('https://github.com/o/n/new/main', 'https://codeberg.org/o/n/_new/main')
    """
    known = next((pattern for pattern in _PATTERNS if pattern.edit in (edit_url or "")), None)
    if not edit_url or not edit_url.startswith(("https://", "http://")) or known is None:
        return None
    repository, _, branch = edit_url.rstrip("/").partition(known.edit)
    return repository + known.new(branch)
