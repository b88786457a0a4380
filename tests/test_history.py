"""The history of records: value by value from version control, by month, as a feed, and told where it is missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.changes import git_log, history, plain_edits
from generator.changes.history import Change, History
from generator.site import news, pages

from .conftest import Records

ALPHA = "materials/alpha.yml"
ATOM = "{http://www.w3.org/2005/Atom}"
Commit = Callable[[str], None]


def git(folder: Path, *words: str, date: str = "2026-11-23T10:00:00Z", given: str = "") -> str:
    about = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    environment = {"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date, "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    done = subprocess.run(["git", *about, *words], cwd=folder, env=environment, input=given.encode(), check=True,
                          capture_output=True)  # fmt: skip
    return done.stdout.decode(errors="replace")


@pytest.fixture
def commit(records: Records, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """Put the small records under version control; return what commits their changes on a day of November."""
    project = records.root.parent
    monkeypatch.chdir(project)  # where the cache is
    git(project, "init", "-q", "-b", "main")

    def day(date: str) -> None:
        git(project, "add", "data")
        git(project, "commit", "-q", "-m", "Records", date=f"{date}T10:00:00Z")

    day("2026-10-31")
    return day


def known(records: Records) -> History:
    return history.history(records.root, pipeline.load(records.root))


def of(records: Records, ident: str) -> list[Change]:
    return list(known(records).by_record["materials", ident])


def page(records: Records, ident: str = "alpha") -> str:
    made = pages.render(pipeline.load(records.root), known=known(records))
    return next(each.text for each in made if each.uri == f"materials/{ident}.md")


EDITS = [
    (("value: 87.0", "value: 88"), [("capacity-retention, value", "about 87.0 percent", "about 88 percent")]),
    (("phase: O3", "phase: P2"), [("phase", "O3", "P2")]),
    (("aliases: [A-1]", "aliases: [A-1, A-2]"), [("aliases", None, "A-2")]),
    (("cycles: 500, rate", "cycles: 50, rate"), [("capacity-retention, conditions", "cycles: 500", "cycles: 50")]),
    (("    technique: XRD\n", ""), [("phase-evolution, technique", "XRD", None)]),
    (("value: 87.0", "value: 87"), []),
    (("name: Alpha\n", "name:   Alpha   # as printed\n"), []),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), EDITS)
def test_a_change_is_told_value_by_value_and_a_new_layout_is_none(
    records: Records, commit: Commit, edit: tuple[str, str], expected: list[tuple[str, str | None, str | None]]
) -> None:
    records.edit(ALPHA, *edit)
    commit("2026-11-02")
    found = [(each.field, each.before, each.after) for change in of(records, "alpha") for each in change.edits]
    assert len(found) == len(expected)
    for (field, before, after), (name, old, new) in zip(found, expected, strict=True):
        assert field == name
        assert (before is None, after is None) == (old is None, new is None)
        assert (old or "") in (before or "")
        assert (new or "") in (after or "")


def test_a_page_says_what_changed_and_when(records: Records, commit: Commit) -> None:
    records.edit(ALPHA, "phase: O3", "phase: P2")
    commit("2026-11-02")
    text = page(records)
    assert "Entered on 2026-10-31, last changed on 2026-11-02" in text
    assert "<li>phase: <del>O3</del> → <ins>P2</ins></li>" in text
    assert "Entered on 2026-10-31</summary>" in page(records, "beta")


def test_a_renamed_record_keeps_its_history(records: Records, commit: Commit) -> None:
    text = (records.root / "materials/delta.yml").read_text(encoding="utf-8")
    (records.root / "materials/delta.yml").unlink()
    records.write("materials/delta-two.yml", text.replace("id: delta", "id: delta-two\nformer_ids: [delta]", 1))
    commit("2026-11-02")
    states = [(change.state, change.former, change.date) for change in of(records, "delta-two")]
    assert states == [("renamed", "delta", "2026-11-02"), ("new", None, "2026-10-31")]


def test_a_record_that_is_new_in_a_month_and_renamed_in_it_is_one_new_record(records: Records, commit: Commit) -> None:
    text = (records.root / "materials/delta.yml").read_text(encoding="utf-8")
    records.write(
        "materials/third.yml", text.replace("id: delta", "id: third", 1).replace("name: Delta", "name: Third")
    )
    commit("2026-11-02")
    text = (records.root / "materials/third.yml").read_text(encoding="utf-8")
    (records.root / "materials/third.yml").unlink()
    records.write("materials/fourth.yml", text.replace("id: third", "id: fourth\nformer_ids: [third]", 1))
    commit("2026-11-03")
    month = news.months(pipeline.load(records.root), known(records))[0]
    assert (month.title, month.text) == ("November 2026", "1 new materials")
    assert [day.text for day in month.days] == ["1 renamed or merged materials", "1 new materials"]


def test_the_news_are_by_month_and_the_feed_is_valid(records: Records, commit: Commit) -> None:
    records.edit(ALPHA, "phase: O3", "phase: P2")
    commit("2026-11-02")
    atlas = pipeline.load(records.root)
    months = news.months(atlas, known(records))
    assert [month.title for month in months] == ["November 2026", "October 2026"]
    days = [day for month in months for day in month.days]
    assert all(day.id.startswith(month.id) and day.groups for month in months for day in month.days)
    assert [day.id for day in days] == sorted((day.id for day in days), reverse=True)
    assert all(str(group.count) in day.text for day in days for group in day.groups)
    assert [(group.title, list(group.records)) for group in months[0].groups] == [
        ("Changed: materials", [("alpha", "Alpha", 1)])
    ]
    files = news.files(atlas, known(records), "https://atlas.test/")
    (newest, first) = valid_feed(files["feed.xml"])
    assert newest.findtext(f"{ATOM}title") == "2026-11-02: 1 changed materials"
    assert "https://atlas.test/materials/alpha/" in (newest.findtext(f"{ATOM}content") or "")
    assert (first.findtext(f"{ATOM}title") or "").startswith("2026-10-31: 4 new materials")
    changes = json.loads(files["api/v1/changes.json"])
    assert changes["extent"] == "whole"
    assert changes["changes"][0]["edits"] == [{"field": "phase", "before": "O3", "after": "P2"}]


def valid_feed(text: str) -> list[Any]:
    """Return the entries of a feed that has what RFC 4287 (4.1.1, 4.1.2) asks of a feed and of each entry."""
    feed = ET.fromstring(text)
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert (element.findtext(f"{ATOM}updated") or "").endswith("Z")
        assert element.find(f"{ATOM}link[@href]") is not None
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    return entries


def test_the_feed_of_the_site_is_valid(real_pages: dict[str, str]) -> None:
    valid_feed(real_pages["feed.xml"])


def test_without_version_history_pages_say_so(records: Records) -> None:
    assert known(records) == History()
    assert "built without its version history" in page(records)
    files = news.files(pipeline.load(records.root), History(), None)
    assert valid_feed(files["feed.xml"]) == []
    assert json.loads(files["api/v1/changes.json"]) == {"extent": "none", "since": None, "changes": []}


def test_a_copy_with_the_last_commits_alone_takes_nothing_for_new(
    records: Records, commit: Commit, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for day, phase in (("2026-11-02", "P2"), ("2026-11-03", "P3")):
        text = (records.root / ALPHA).read_text(encoding="utf-8").splitlines()
        records.write(
            ALPHA, "\n".join(f"phase: {phase}" if line.startswith("phase:") else line for line in text) + "\n"
        )
        commit(day)
    copy = tmp_path_factory.mktemp("copy") / "project"
    git(copy.parent, "clone", "-q", "--depth", "2", records.root.parent.as_uri(), "project")
    found = Records(copy / "data")
    assert known(found).extent == "part"
    assert [(change.date, change.state) for change in known(found).changes] == [("2026-11-03", "changed")]
    assert "this copy has the history since 2026-11-03 alone" in page(found)
    assert "the history before that is not in this copy" in page(found, "beta")


def test_a_cached_history_is_the_same_and_a_new_commit_is_seen(records: Records, commit: Commit) -> None:
    first = known(records)
    assert known(records) == first
    records.edit(ALPHA, "phase: O3", "phase: P2")
    commit("2026-11-02")
    assert len(known(records).changes) == len(first.changes) + 1


def test_an_entry_of_a_vocabulary_has_the_history_of_its_own_lines(records: Records, commit: Commit) -> None:
    records.edit("vocabulary/properties.yml", "plausible: [0, 100]", "plausible: [1, 99]")
    commit("2026-11-02")
    found = known(records).by_record
    changed = [ident for kind, ident in found if kind == "properties" and len(found[kind, ident]) > 1]
    assert len(changed) == 1
    (edited, entered) = found["properties", changed[0]]
    assert (entered.state, entered.date) == ("new", "2026-10-31")
    assert [(edit.field, edit.after) for edit in edited.edits] == [("plausible", "1"), ("plausible", "99")]
    made = pages.render(pipeline.load(records.root), known=known(records))
    text = next(each.text for each in made if each.uri == f"properties/{changed[0]}.md")
    assert "Entered on 2026-10-31, last changed on 2026-11-02" in text


def test_what_one_day_changes_is_one_change(records: Records, commit: Commit) -> None:
    for old, new in (("phase: O3", "phase: P2"), ("phase: P2", "phase: P3"), ("value: 87.0", "value: 88")):
        records.edit(ALPHA, old, new)
        commit("2026-11-02")
    records.edit("materials/beta.yml", "name: Beta", "name: Beth")
    commit("2026-11-02")
    records.edit("materials/beta.yml", "name: Beth", "name: Beta")
    commit("2026-11-02")
    (change, _) = of(records, "alpha")
    assert [(edit.field, edit.before, edit.after) for edit in change.edits][1:] == [("phase", "O3", "P3")]
    assert [change.state for change in of(records, "beta")] == ["new"]


def test_odd_commits_of_the_past_break_no_build(records: Records, commit: Commit) -> None:
    """What was wrong once stays in the history: a field of another type, a repository in place of a file, a far day."""
    text = (records.root / "materials/alpha.yml").read_text(encoding="utf-8")
    records.write("materials/alpha.yml", text.replace("aliases: [A-1]", "aliases: 5"))
    commit("2026-11-02")
    place = f"160000,{'1' * 40},data/materials/alpha.yml"
    git(records.root, "update-index", "--cacheinfo", place)
    git(records.root, "commit", "-q", "-m", "x", date="2026-11-03T10:00:00Z")
    records.write("materials/alpha.yml", text)
    git(records.root, "add", "-A")
    git(records.root, "commit", "-q", "-m", "x", date="@253402300800 +0000")
    found = known(records)
    assert found.changes[0].time.startswith("9999-12-31")
    edits = {(edit.field, edit.after) for change in found.by_record["materials", "alpha"] for edit in change.edits}
    assert ("aliases", "5") in edits


def test_a_commit_without_a_date_that_can_be_read_is_of_the_first_day_of_all_as_git_shows_it(
    records: Records, commit: Commit
) -> None:
    records.edit(ALPHA, "phase: O3", "phase: P2")
    commit("2026-11-02")
    raw = git(records.root, "cat-file", "commit", "HEAD")
    undated = "\n".join(line.rpartition(" <")[0] + " <t@example.org>" if line.startswith(("author", "committer"))
                        else line for line in raw.split("\n"))  # fmt: skip
    made = git(records.root, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", given=undated)
    git(records.root, "update-ref", "HEAD", made.strip())
    assert [change.time[:10] for change in of(records, "alpha")] == ["1970-01-01", "2026-10-31"]


def test_a_repository_of_longer_ids_has_the_same_history(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    project = records.root.parent
    monkeypatch.chdir(project)
    git(project, "init", "-q", "-b", "main", "--object-format=sha256")
    for phase, day in (("O3", "2026-11-01"), ("P2", "2026-11-02")):
        records.edit(ALPHA, "phase: O3", f"phase: {phase}")
        git(project, "add", "data")
        git(project, "commit", "-q", "-m", "Records", date=f"{day}T10:00:00Z")
    assert [change.state for change in of(records, "alpha")] == ["changed", "new"]


def test_a_month_is_one_entry_though_commits_are_out_of_order(records: Records, commit: Commit) -> None:
    for old, new, day in (("87.0", "88", "2026-12-02"), ("88", "89", "2026-11-02"), ("89", "90", "2026-12-03")):
        records.edit(ALPHA, f"value: {old}", f"value: {new}")
        commit(day)
    found = [month.id for month in news.months(pipeline.load(records.root), known(records))]
    assert found == ["2026-12", "2026-11", "2026-10"]


@pytest.mark.parametrize("code", [*range(9), 0xB, 0x1F, 0xFFFE, 0xFFFF])
def test_no_name_holds_what_xml_forbids_so_that_every_feed_is_valid(records: Records, code: int) -> None:
    """XML 1.0, 2.2: no reader opens a feed with such a character, escaped or not."""
    records.edit("materials/beta.yml", "name: Beta", f'name: "Be\\u{code:04x}ta"')
    assert f"found the invisible character U+{code:04X}" in " ".join(records.problems())


def test_the_settings_of_a_reader_of_git_and_of_a_hook_change_no_history(
    records: Records, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.edit(ALPHA, "phase: O3", "phase: P2")
    for name in (b"\xe4", "ä".encode()):
        file = Path(os.fsdecode(bytes(records.root / "materials") + b"/" + name + b".yml"))
        file.write_text("id: x\n", encoding="utf-8")
        commit("2026-11-02")
        file.unlink()
        commit("2026-11-02")
    expected = known(records)
    project = records.root.parent
    (project / "order").write_text("*delta*\n", encoding="utf-8")
    for setting in ("log.showRoot=false", f"diff.orderFile={project / 'order'}", "core.quotePath=false",
                    "diff.renames=copies", "log.showSignature=true", "color.ui=always", "log.diffMerges=off",
                    "diff.relative=false", "format.pretty=fuller", "core.abbrev=4"):  # fmt: skip
        git(project, "config", *setting.split("=", 1))
    hook = {"GIT_DIR": ".", "GIT_WORK_TREE": "/", "GIT_INDEX_FILE": "x", "GIT_OBJECT_DIRECTORY": "x",
            "GIT_CEILING_DIRECTORIES": "/", "GIT_PREFIX": "data/"}  # fmt: skip
    for variable, value in hook.items():
        monkeypatch.setenv(variable, value)
    assert known(records).changes
    for file in (project / ".cache/history").iterdir():
        file.unlink()
    assert known(records) == expected


@pytest.mark.parametrize(("setting", "value"), [("core.bare", "true"), ("core.worktree", "/")])
def test_a_repository_whose_settings_deny_its_files_has_its_history(
    records: Records, commit: Commit, setting: str, value: str
) -> None:
    expected = known(records)
    git(records.root.parent, "config", setting, value)
    assert expected.changes
    assert known(records) == expected


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("place", ["store", "."])
def test_a_repository_that_is_kept_elsewhere_has_the_same_history(
    records: Records, commit: Commit, place: str, linked: bool
) -> None:
    """As `git init --separate-git-dir` makes it, or with a link; beside the project or above it."""
    project = records.root.parent
    above = project / "inner"
    (above / "project").mkdir(parents=True)
    (above / place).mkdir(exist_ok=True)
    shutil.copytree(records.root, above / "project/data")
    repository = (project / ".git").rename(above / place / ".git")
    if linked:
        (above / "project/.git").symlink_to(repository)
    else:
        (above / "project/.git").write_text(f"gitdir: {repository}\n", encoding="utf-8")
    found = git_log.read(above / "project/data")
    assert found
    assert ALPHA in [change.path for change in found.changes]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_another_user_is_read_where_a_setting_in_the_environment_allows_it(
    records: Records, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = known(records)
    project = records.root.parent
    for path in (project, project / ".git"):
        os.chown(path, 12345, 12345)
    assert known(records) == History()
    for name, value in (("COUNT", "1"), ("KEY_0", "safe.directory"), ("VALUE_0", str(project))):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert known(records) == expected


def test_a_copy_without_the_contents_of_former_files_has_no_history(
    records: Records, commit: Commit, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone with `--filter=blob:none`: a build asks no other host for the rest, and leaves nothing out in silence."""
    records.edit(ALPHA, "phase: O3", "phase: P2")
    commit("2026-11-02")
    origin, copy = records.root.parent, tmp_path_factory.mktemp("copy") / "project"
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(copy.parent, "clone", "-q", "--filter=blob:none", origin.as_uri(), "project")
    monkeypatch.chdir(copy)
    found = Records(copy / "data")
    assert known(found) == History()
    assert not list(copy.glob(".cache/history/*"))


def test_a_record_of_many_claims_is_compared_in_linear_time() -> None:
    old = [{"property": "rate-capacity", "value": n, "conditions": {"cycles": n}} for n in range(20_000)]
    new = [{**claim, "value": f"{claim['value']}.5"} for claim in old]
    assert len(plain_edits.plain_edits({"claims": old}, {"claims": new})) == len(old)
