"""What runs on the code host: valid, pinned, least privileged, and calling only words that exist."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import RELEASED, __version__
from generator.derived.atlas import Atlas
from generator.tools import archive, one_file, release
from generator.yamlio import parser

from . import site
from .conftest import ROOT, Records

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
TOOLS = Path(sys.executable).parent
TEXT = {path.name: path.read_text(encoding="utf-8") for path in (*WORKFLOWS, *FORMS)}
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "custom.github-workflows-require-timeout": WORKFLOWS,
    "vendor.github-issue-forms": FORMS,
    "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE/config.yml"],
    "vendor.dependabot": [GITHUB / "dependabot.yml"],
    "vendor.citation-file-format": [ROOT / "CITATION.cff"],
}
"""Schema -> the files that it is for; its messages name the file."""


def value(path: Path) -> Any:
    return parser.parse(path.read_bytes(), path.name).value


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (workflow, name, job) of every job."""
    for path in WORKFLOWS:
        for name, job in value(path)["jobs"].items():
            yield path.name, name, job


JOBS = list(jobs())
STEPS = [(f"{workflow} {name}", step) for workflow, name, job in JOBS for step in job["steps"]]
SCRIPTS = [(where, step["run"]) for where, step in STEPS if "run" in step]


def valid(schema: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [str(TOOLS / "check-jsonschema"), "--builtin-schema", schema, *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def linted(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [
        str(TOOLS / "zizmor"),
        "--offline",
        "--no-progress",
        "--color",
        "never",
        "--persona",
        "auditor",
    ]
    return subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_file_for_github_is_valid_against_its_schema(schema: str) -> None:
    done = valid(schema, *SCHEMAS[schema])
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_linter_reports_nothing_at_its_strictest() -> None:
    done = linted(GITHUB, ROOT / ".pre-commit-config.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


MISTAKES = [
    ("check.yml", "  pull_request:\n", "  pull_request_target:\n"),
    ("check.yml", "          persist-credentials: false\n", ""),
    ("check.yml", "permissions: {}", "permissions: write-all"),
    ("check.yml", "run: make check", 'run: echo "${{ github.event.pull_request.title }}"'),
    ("deploy.yml", "@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0", "@v7"),
]


@pytest.mark.parametrize(("name", "old", "new"), MISTAKES, ids=[new.strip() or old.strip() for _, old, new in MISTAKES])
def test_the_workflow_linter_reports_a_mistake(tmp_path: Path, name: str, old: str, new: str) -> None:
    path = tmp_path / ".github/workflows" / name
    path.parent.mkdir(parents=True)
    assert old in TEXT[name]
    path.write_text(TEXT[name].replace(old, new), encoding="utf-8")
    assert linted(path).returncode != 0


@pytest.mark.parametrize(
    ("schema", "name", "old", "new"),
    [
        ("vendor.github-workflows", "check.yml", "runs-on:", "runs_on:"),
        ("custom.github-workflows-require-timeout", "check.yml", "timeout-minutes: 45", "name: x"),
        ("vendor.github-issue-forms", "problem.yml", "type: input", "type: number"),
    ],
)
def test_the_schemas_report_a_mistake(tmp_path: Path, schema: str, name: str, old: str, new: str) -> None:
    assert old in TEXT[name]
    (tmp_path / name).write_text(TEXT[name].replace(old, new, 1), encoding="utf-8")
    assert valid(schema, tmp_path / name).returncode != 0


def test_every_action_is_pinned_by_a_listed_commit() -> None:
    row = r"^\| (actions/[\w-]+) \| (v[\d.]+) \| `([0-9a-f]{40})` \| \S.*\|$"
    seen = set(re.findall(row, (GITHUB / "ACTIONS.md").read_text(encoding="utf-8"), re.MULTILINE))
    used = set()
    for path in WORKFLOWS:
        for line in re.findall(r"uses: *(.*)", TEXT[path.name]):
            pin = re.fullmatch(r"(actions/[\w-]+)(?:/[\w-]+)?@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
            assert pin, f"{path.name}: {line}"
            used.add((pin[1], pin[3], pin[2]))
    assert used == seen


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_runs_a_forks_code_with_the_rights_of_the_project(path: Path) -> None:
    workflow = value(path)
    assert workflow["permissions"] == {}
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow["on"])


@pytest.mark.parametrize(("workflow", "name", "job"), JOBS, ids=[f"{w} {n}" for w, n, _ in JOBS])
def test_a_job_that_may_write_runs_no_code_of_the_repository(workflow: str, name: str, job: dict[str, Any]) -> None:
    writes = {right for right, level in job["permissions"].items() if level == "write"}
    uses = {step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step}
    words = {word for step in job["steps"] for word, _ in commands(step.get("run", ""))}
    if writes:
        assert "pull_request" not in value(GITHUB / "workflows" / workflow)["on"]
        assert "actions/checkout" not in uses
        assert not words & {"make", "python3", ".venv/bin/python", ".ci/run"}
    assert name in {"deploy", "issue", "publish"} or not writes


@pytest.mark.parametrize(("where", "script"), SCRIPTS, ids=[where for where, _ in SCRIPTS])
def test_no_script_contains_an_expression(where: str, script: str) -> None:
    assert "${{" not in script, where


def test_changed_records_become_one_page_that_needs_no_server(built: Path, tmp_path: Path) -> None:
    changed, page = tmp_path / "changed", tmp_path / "preview.html"
    changed.write_text("data/materials/nfmczs.yml\0data/mechanisms/cocktail.yml\0data/vocabulary/properties.yml\0")
    assert one_file.main(built, page, changed) == 0
    (made,) = site.read(tmp_path).values()
    assert [each for each in (*made.loads, *made.links) if not each.startswith("#")] == []
    text = page.read_text(encoding="utf-8")
    assert text.count('<article class="md-content__inner') == 2
    assert "NFMCZS" in text
    assert ".ea-" in text.partition("</style>")[0]
    changed.write_text("")
    assert one_file.main(built, page, changed) == 0
    assert "No record with a page of its own was changed." in page.read_text(encoding="utf-8")


def test_the_weekly_run_compares_every_lock_file_with_known_vulnerabilities() -> None:
    assert "run: make audit" in TEXT["weekly.yml"]
    done = subprocess.run(["make", "-n", "audit"], cwd=ROOT, capture_output=True, text=True, check=True)
    (audit,) = (line for line in done.stdout.splitlines() if "pip-audit " in line)
    assert {"--strict", "--require-hashes"} <= set(audit.split())
    assert set(re.findall(r"--requirement (\S+)", audit)) == {path.name for path in ROOT.glob("requirements-*.lock")}


def commands(script: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (program, arguments) of what a script runs, line by line."""
    for line in script.splitlines():
        program, *arguments = re.sub(r"^\w+=\$\(|[|>].*$", "", line.strip()).split() or [""]
        yield program, arguments


KNOWN = {"", "if", "then", "fi", "else", "echo", "exit", "gh", "git", "head", "mkdir", "cp", "rm", "jq", "elif"}


@pytest.mark.parametrize(("where", "script"), SCRIPTS, ids=[where for where, _ in SCRIPTS])
def test_scripts_call_only_make_targets_and_programs_that_exist(where: str, script: str) -> None:
    for program, arguments in commands(script):
        if program == "make":
            done = subprocess.run(["make", "-n", *arguments], cwd=ROOT, capture_output=True, check=False)
            assert done.returncode == 0, f"{where}: make {arguments}"
        elif program == ".venv/bin/python":
            assert arguments[:2] == ["-m", "generator"]
            command = [str(ROOT / program), *arguments[:3], "--help"]
            assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
        elif program == "python3":
            file = f"{arguments[1].replace('.', '/')}.py" if arguments[0] == "-m" else arguments[0]
            assert (ROOT / file).is_file()
        else:
            assert program in KNOWN or os.access(ROOT / program, os.X_OK), f"{where}: {program}"


NEEDED = [
    (["data/materials/alpha.yml"], "quick"),
    (["data/materials/beta.yml", "CHANGELOG.md"], "quick"),
    (["data/vocabulary/properties.yml"], "all"),
    (["data/elements.csv"], "all"),
    (["data/schema/materials.json"], "all"),
    (["data/materials/alpha.yml", "generator/plugin.py"], "all"),
]


@pytest.mark.parametrize(("paths", "expected"), NEEDED, ids=[" and ".join(paths) for paths, _ in NEEDED])
def test_a_change_of_records_alone_runs_the_quick_tests_and_any_other_all(
    tmp_path: Path, paths: list[str], expected: str
) -> None:
    """The step as it is written runs in a real repository, whose last commit changes and adds files."""
    script = next(step["run"] for where, step in STEPS if where == "check.yml test" and step.get("id") == "needed")
    repository = tmp_path / "repository"
    before = {path for each, _ in NEEDED for path in each} - {"data/materials/beta.yml"}

    def write(path: str, text: str) -> None:
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_text(text, encoding="utf-8")

    def needed(event: str) -> str:
        output = tmp_path / event
        run_in(repository, "bash", "-eo", "pipefail", "-c", script, GITHUB_EVENT_NAME=event, GITHUB_OUTPUT=str(output))
        return output.read_text(encoding="utf-8")

    for path in before:
        write(path, "before")
    run_in(repository, "git", "init", "--quiet")
    run_in(repository, "git", "add", ".")
    run_in(repository, "git", "commit", "--quiet", "--message", "before")
    for path in paths:
        write(path, "now")
    run_in(repository, "git", "add", ".")
    run_in(repository, "git", "commit", "--quiet", "--message", "now")
    assert needed("pull_request") == f"tests={expected}\n"
    assert needed("merge_group") == "tests=all\n", "what is about to be merged passes everything"


def run_in(folder: Path, *command: str, **environment: str) -> None:
    names = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(command, cwd=folder, env={**os.environ, **names, **environment}, check=False)
    assert done.returncode == 0, command


def test_a_pull_request_gets_a_summary_of_what_it_changes_in_the_data(tmp_path: Path) -> None:
    """The step as it is written runs in a real clone, whose last commit changes one value."""
    script = next(script for where, script in SCRIPTS if where == "check.yml data" and "diff" in script)
    project = site.copy_project(tmp_path / "project")
    files = {"RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    run_in(project, "git", "init", "--quiet")
    run_in(project, "git", "add", "data")
    run_in(project, "git", "commit", "--quiet", "--message", "before")
    Records(project / "data").edit("materials/nfmczs.yml", "phase: O3", "phase: P2")
    run_in(project, "git", "commit", "--quiet", "--all", "--message", "now")
    run_in(project, "bash", "-eo", "pipefail", "-c", script, **files)
    assert "| materials | `nfmczs` | phase | `O3` | `P2` |" in (tmp_path / "summary.md").read_text(encoding="utf-8")


ISSUES = [
    ("good", "", []),
    ("good", "7", ["issue close 7 --comment Every link and every notice was checked; nothing is left to do."]),
    ("findings", "7", EDITED := ["issue edit 7 --body-file body.md", "issue comment 7 --body Checked again"]),
    (
        "findings",
        "",
        [
            "label create dead-links --force --description Dead links and notices, found by the weekly check",
            "issue create --title Dead links, retractions and corrections --label dead-links --body-file body.md",
        ],
    ),
    ("incomplete", "", []),
    ("incomplete", "7", EDITED),
    ("unanswered", "", []),
    ("unanswered", "7", []),
]


@pytest.mark.parametrize(("verdict", "open_issue", "expected"), ISSUES)
def test_findings_open_one_issue_that_closes_only_when_all_was_seen_good(
    tmp_path: Path, verdict: str, open_issue: str, expected: list[str]
) -> None:
    """The real script runs; only `gh` is replaced, by a script that logs its arguments."""
    script = next(script for where, script in SCRIPTS if where == "weekly.yml issue")
    gh = tmp_path / "bin/gh"
    gh.parent.mkdir()
    gh.write_text(f'#!/bin/sh\n[ "$2" = list ] && echo "{open_issue}" || echo "$*" >> log\n', encoding="utf-8")
    gh.chmod(0o755)
    (tmp_path / "report.md").write_text("x" * 70_000, encoding="utf-8")
    (tmp_path / "report.json").write_text(json.dumps({"verdict": verdict}), encoding="utf-8")
    environment = {"PATH": f"{gh.parent}:{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=tmp_path, env=environment, check=True)
    log = tmp_path / "log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    assert [line.partition(" (")[0] for line in lines] == expected
    if expected and verdict != "good":
        assert (tmp_path / "body.md").stat().st_size == 60_000


def field(form: str, ident: str) -> dict[str, Any]:
    body = value(GITHUB / "ISSUE_TEMPLATE" / form)["body"]
    return next(item["attributes"] for item in body if item.get("id") == ident)


@pytest.mark.data
def test_the_form_offers_the_families_of_sodium_cathodes(real: Atlas) -> None:
    sodium = [ident for ident, family in real.data.families.items() if family.chemistry == "sodium"]
    assert field("new-material.yml", "family")["options"] == sodium


@pytest.mark.data
def test_the_forms_example_uses_properties_and_units_of_the_vocabulary(real: Atlas) -> None:
    for line in field("new-material.yml", "claims")["placeholder"].strip().splitlines():
        ident, expected, *_ = line.split("; ")
        unit = real.data.properties[ident].unit
        assert unit is None or expected.endswith(f" {unit}")


@pytest.mark.parametrize("form", ["correction.yml", "problem.yml"])
def test_a_page_can_fill_in_which_record_a_form_is_about(form: str) -> None:
    assert field(form, "record")["label"] == "record"


def test_commit_hooks_are_local_and_call_make_targets() -> None:
    (repository,) = value(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        done = subprocess.run([hook["entry"].split()[0], "-n", *hook["entry"].split()[1:]], cwd=ROOT,
                              capture_output=True, check=False)  # fmt: skip
        assert done.returncode == 0
        assert hook["pass_filenames"] is False
        re.compile(hook.get("files", ""))


def test_code_owners_are_left_to_the_host_repository() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """Return a project whose version, citation and changelog say 1.2.0."""
    (tmp_path / "generator").mkdir()
    (tmp_path / "generator/__init__.py").write_text('__version__ = "1.2.0"\n', encoding="utf-8")
    (tmp_path / "CITATION.cff").write_text("cff-version: 1.2.0\nversion: 1.2.0\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## Unreleased\n\n* Later.\n\n## 1.2.0 (2026-11-23)\n\n* Now.\n\n## 1.1.0\n\n* Before.\n",
        encoding="utf-8",
    )
    return tmp_path


def test_release_notes_are_the_section_of_the_changelog(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main("v1.2.0", tagged) == 0
    assert capsys.readouterr().out == "* Now.\n"


@pytest.mark.parametrize(
    ("tag", "file", "old", "new", "expected"),
    [
        ("v1.2.0", "generator/__init__.py", "1.2.0", "1.3.0", "generator/__init__.py: found version '1.3.0'"),
        ("v1.2.0", "CITATION.cff", "\nversion: 1.2.0", "", "CITATION.cff: found version None, expected '1.2.0'"),
        ("v1.2.0", "CHANGELOG.md", "* Now.", "", "CHANGELOG.md: found no entry, expected a heading '## 1.2.0' with"),
        ("1.2.0", "CHANGELOG.md", "* Later.", "", "tag: found '1.2.0', expected a version such as 'v0.2.0'"),
    ],
)  # fmt: skip
def test_a_release_with_different_versions_is_refused(
    tagged: Path, capsys: pytest.CaptureFixture[str], tag: str, file: str, old: str, new: str, expected: str
) -> None:
    path = tagged / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert release.main(tag, tagged) == 1
    assert capsys.readouterr().err.startswith(expected)


def test_the_citation_has_the_version_of_the_package() -> None:
    errors = release.version_errors(f"v{__version__}", ROOT)
    assert [error for error in errors if not error.startswith("CHANGELOG")] == []


def test_the_citation_is_valid_and_has_the_day_of_the_version() -> None:
    done = valid("vendor.citation-file-format", ROOT / "CITATION.cff")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"date-released: {RELEASED}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_archives_of_the_same_files_are_the_same_bytes(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT / "tests/small", project / "data")
    for name in archive.LEGAL:
        shutil.copyfile(ROOT / name, project / name)
    for name in ("export", "site"):
        (project / name).mkdir()
        (project / name / "index.html").write_text(name, encoding="utf-8")
        (project / name / ".hidden").write_text("ours", encoding="utf-8")
    for target in ("one", "two"):
        assert archive.main(project / "export", project / "site", tmp_path / target, project) == 0
        os.utime(project / "site/index.html", (2_000_000_000, 2_000_000_000))
    for name in ("data", "site"):
        file = f"entropy-atlas-{name}-{__version__}.zip"
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    with zipfile.ZipFile(tmp_path / "one" / f"entropy-atlas-data-{__version__}.zip") as packed:
        assert {"records/materials/alpha.yml", "export/index.html", "LICENSE-data"} <= set(packed.namelist())
        assert "export/.hidden" not in packed.namelist()
