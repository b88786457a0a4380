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
    new: str
    filled: tuple[str, str]
    """The parameters of the page for a new file that take its name and its text; empty where there is none."""


def _form(record: str) -> str:
    """Return the page of the form for problems, with its field `record` filled in."""
    return f"/issues/new?{urlencode({'template': 'problem.yml', 'record': record})}"


def _titled(page: str, field: str) -> Callable[[str], str]:
    """Return how a host is asked that fills in a title, but no field of a form."""
    return lambda record: f"{page}?{urlencode({field: f'Problem in the record {record}'})}"


_GITLAB = Pattern(
    "/-/edit/", "/-/blob/", "/-/commits/", _titled("/-/issues/new", "issue[title]"), "/-/new/", ("file_name", "")
)
_FORGEJO = Pattern(
    "/_edit/", "/src/branch/", "/commits/branch/", _titled("/issues/new", "title"), "/_new/", ("filename", "value")
)
_GITHUB = Pattern("/edit/", "/blob/", "/commits/", _form, "/new/", ("filename", "value"))
_PATTERNS = (_GITLAB, _FORGEJO, _GITHUB)  # the first one found is meant: GitHub's is part of GitLab's
# New issues with a title: https://docs.gitlab.com/ee/user/project/issues/create_issues.html and
# https://forgejo.org/docs/latest/user/issue-pull-request-templates
# New files that are filled in: https://github.com/isaacs/github/issues/1527 (GitHub) and
# https://github.com/go-gitea/gitea/pull/16556 (Gitea, so Forgejo). GitLab takes the name alone: its editor ignores
# the text, https://gitlab.com/gitlab-org/gitlab/-/work_items/594214


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


@dataclass(frozen=True, slots=True)
class NewFile:
    """The page of a code host on which a file is added, and its parameters for the name and the text of the file.

    `text` is empty where a host does not take the text: it is pasted there. Of an unknown host all are empty.
    """

    page: str = ""
    name: str = ""
    text: str = ""


def new_file(edit_url: str | None) -> NewFile:
    """Return how a file is added where files are edited at `edit_url`.

    >>> new_file("https://codeberg.org/o/n/_edit/main/")
    NewFile(page='https://codeberg.org/o/n/_new/main', name='filename', text='value')
    >>> new_file("https://gitlab.com/o/n/-/edit/main/").text, new_file("https://example.org/edit-it").page
    ('', '')
    """
    known = next((pattern for pattern in _PATTERNS if pattern.edit in (edit_url or "")), None)
    if not edit_url or not edit_url.startswith(("https://", "http://")) or known is None:
        return NewFile()
    repository, _, branch = edit_url.rstrip("/").partition(known.edit)
    return NewFile(f"{repository}{known.new}{branch}", *known.filled)
