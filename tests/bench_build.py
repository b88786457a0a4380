"""How do builds grow? `python -m tests.bench_build [NUMBER ...]` measures the real collection and larger ones.

For each size: the stages of a build, whole builds without and with a cache, and plain MkDocs with Material and its own
search on the same Markdown, features and navigation. Seconds are of the processor, child processes included, so that
other programs disturb little; memory is the peak of one process. A part that fails is named, and the rest goes on.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.derived.atlas import derive
from generator.records import loader
from generator.rules import registry
from generator.site import assembly, vendor
from generator.tools import build_site, hosts

from . import ROOT, collection
from . import site as sites

FOLDER = ROOT / ".cache/bench"
SIZES = (0, 1_000, 10_000)
QUICK = (0, 1_000)
BUILD = ("-m", "tests.bench_build", "--build")
STAGES = ("load", "derive", "check", "render")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a part took: seconds of the processor, and the most memory that one of its processes held, in MiB."""

    seconds: float
    mebibytes: int


def run(folder: Path, *arguments: str) -> Cost:
    """Run Python in a folder. Raises RuntimeError with the end of what it printed when it fails."""
    command = [str(ROOT / ".venv/bin/python"), *arguments]
    with (FOLDER / "printed.txt").open("w+b") as printed:
        process = subprocess.Popen(command, cwd=folder, env=sites.ENVIRONMENT, stdout=printed, stderr=printed)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            printed.seek(0)
            raise RuntimeError(printed.read().decode(errors="replace")[-500:])
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def stages() -> Iterator[tuple[str, float]]:
    """Yield the seconds of each stage before MkDocs, and of the search index of the site that is there."""
    root, content, taken = Path("data"), Path("content"), _Clock()
    loaded = loader.load(root)
    yield "load", taken()
    atlas = derive(loaded.dataset)
    yield "derive", taken()
    registry.check(atlas, loaded.partial)
    yield "check", taken()
    assembly.build(root, content)  # loads, derives and checks too
    yield "render", taken()
    with_search = shutil.copytree("site", FOLDER / "searched", ignore=shutil.ignore_patterns("pagefind"))
    taken()
    vendor.index(str(with_search))
    shutil.rmtree(with_search)
    yield "search index", taken()


class _Clock:
    """Seconds of the processor since the last call, children included."""

    def __init__(self) -> None:
        self.last = self._now()

    def _now(self) -> float:
        return sum(each.ru_utime + each.ru_stime for each in map(resource.getrusage, _PROCESSES))

    def __call__(self) -> float:
        before, self.last = self.last, self._now()
        return self.last - before


_PROCESSES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def plain(project: Path) -> None:
    """Write a project of plain MkDocs with the same Markdown, features and navigation."""
    target = project / ".cache/plain"
    run(project, "-m", "generator", "write", str(target / "docs"))
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^ +(custom_dir|static_templates):.*\n", "", settings)
    settings = re.sub(r"(?ms)^(extra_css|extra_javascript|watch|validation):\n.*?(?=^\w|\Z)", "", settings)
    settings = settings.replace("docs_dir: content", "docs_dir: docs").replace("- entropy-atlas", "- search")
    (target / "mkdocs.yml").write_text(settings, encoding="utf-8")


def measure(number: int) -> dict[str, object]:
    """Measure the real collection with so many made-up materials beside it."""
    project = FOLDER / "project"
    shutil.rmtree(project, ignore_errors=True)
    sites.copy_project(project)
    if number:
        collection.add(project, number)
    found: dict[str, object] = {"materials": len(list((project / "data/materials").glob("*.yml")))}
    with _part(found, "cold"):
        found["cold"] = asdict(run(project, *BUILD))
        found["peaks"] = _last_line()
        found["files"], found["bytes"] = hosts.weight(project / "site")
    with _part(found, "warm"):
        found["warm"] = asdict(run(project, *BUILD))
    with _part(found, "stages"):
        run(project, "-m", "tests.bench_build", "--stages")
        found["stages"] = _last_line()
    with _part(found, "check alone"):
        found["check alone"] = asdict(run(project, "-m", "generator", "check"))
    with _part(found, "plain"):
        plain(project)
        found["plain"] = asdict(run(project / ".cache/plain", "-m", "mkdocs", "build", "--quiet"))
    shutil.rmtree(project)
    return found


def _last_line() -> dict[str, float]:
    """Return the numbers that the program printed last."""
    found: dict[str, float] = json.loads((FOLDER / "printed.txt").read_text(encoding="utf-8").splitlines()[-1])
    return found


def _build() -> dict[str, float]:
    """Build the site; return the most memory in MiB that this process held, and that of the search index."""
    if status := build_site.main(["--quiet"]):
        sys.exit(status)
    own, others = (resource.getrusage(each).ru_maxrss // 1024 for each in _PROCESSES)
    return {"own": own, "search index": others}


@contextmanager
def _part(found: dict[str, object], name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        found[name] = None
        print(f"{name} failed: {error}", file=sys.stderr)


Cell = Callable[[dict[str, object]], object]


def _seconds(part: str) -> Cell:
    return lambda found: round(found[part]["seconds"], 1)  # type: ignore[index] # or it failed: no cell


def _stage(name: str) -> Cell:
    return lambda found: round(found["stages"][name], 1)  # type: ignore[index]


def _ratio(part: str) -> Cell:
    return lambda found: round(found[part]["seconds"] / found["plain"]["seconds"], 2)  # type: ignore[index]


_ROWS: dict[str, Cell] = {
    "materials": lambda found: found["materials"],
    **{f"{name}, s": _stage(name) for name in (*STAGES, "search index")},
    "MkDocs (the rest of a warm build), s": lambda found: round(
        found["warm"]["seconds"] - found["stages"]["render"] - found["stages"]["search index"], 1  # type: ignore[index]
    ),
    "build, cold, s": _seconds("cold"),
    "build, warm, s": _seconds("warm"),
    "plain MkDocs + Material, s": _seconds("plain"),
    "cold / plain": _ratio("cold"),
    "warm / plain": _ratio("warm"),
    "check, s": _seconds("check alone"),
    "peak memory of a cold build, MiB": lambda found: found["peaks"]["own"],  # type: ignore[index]
    "the same of its search index, MiB": lambda found: found["peaks"]["search index"],  # type: ignore[index]
    "site, MB": lambda found: round(found["bytes"] / 1e6, 1),  # type: ignore[operator]
    "site, kB a material": lambda found: round(found["bytes"] / 1e3 / found["materials"]),  # type: ignore[operator]
    "files": lambda found: found["files"],
}  # fmt: skip


def table(measured: Sequence[dict[str, object]]) -> str:
    """Return the results as lines of a table, a column for each size."""
    return "\n".join(
        f"{name:38}" + "".join(f"{_cell(cell, found):>12}" for found in measured) for name, cell in _ROWS.items()
    )


def _cell(cell: Cell, found: dict[str, object]) -> str:
    try:
        return f"{cell(found):,}"
    except (KeyError, TypeError):  # a part that failed
        return "–"


def main(arguments: Sequence[str]) -> None:
    """Measure, write the numbers to `.cache/bench/builds.json` after each size, and print the table."""
    if arguments == ["--stages"]:
        return print(json.dumps(dict(stages())))
    if arguments == ["--build"]:
        return print(json.dumps(_build()))
    FOLDER.mkdir(parents=True, exist_ok=True)
    sizes = [int(each) for each in arguments] or (QUICK if os.environ.get("BENCH") == "quick" else SIZES)
    measured = []
    for number in sizes:
        measured.append(measure(number))
        (FOLDER / "builds.json").write_text(json.dumps(measured, indent=1), encoding="utf-8")
    print(table(measured))
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
