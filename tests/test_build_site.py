"""`make site` leaves one whole site at every instant: killed, twice at once, in a read-only folder, on a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.tools import build_site, hosts

from . import ROOT
from . import site as sites

FILES = 200
LOOP = f"""
import itertools, sys
from generator import swap
from generator.tools import build_site
from pathlib import Path

def unknown(one, other):
    raise OSError("a file system without it")

Path(".cache").mkdir(exist_ok=True)
build_site.recover()
for number in itertools.count(int(sys.argv[2])):
    fresh = Path(f".cache/site-{{number}}")
    fresh.mkdir()
    for name in range({FILES}):
        (fresh / str(name)).write_text(str(number))
    print(number, flush=True)
    build_site.replace(fresh, build_site.SITE, **({{}} if sys.argv[1] == "exchange" else {{"exchange": unknown}}))
    swap.remove(fresh)
"""
"""Replaces a site of many files, all with the same number inside, by the next, for ever."""


def number_of(site: Path) -> int:
    """Return the number that all files of a site have; fail for a part of a site or a mixture."""
    files = list(site.iterdir())
    assert len(files) == FILES
    (number,) = {file.read_text() for file in files}
    return int(number)


def killed(folder: Path, way: str, seconds: float, start: int) -> None:
    """Replace the site over and over, and kill that some time after the first."""
    command = [sys.executable, "-c", LOOP, way, str(start)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(seconds)
        process.kill()


@pytest.mark.parametrize("way", ["exchange", "two renames"])
def test_a_build_killed_at_any_instant_leaves_a_whole_site(tmp_path: Path, way: str) -> None:
    start = 0
    for kill in range(25):
        killed(tmp_path, way, 0.001 + kill * 0.0017, start)
        site = tmp_path / "site"
        if way == "two renames" and not site.exists():  # the next build puts it back
            site = tmp_path / build_site.PREVIOUS
        if site.exists() or kill:
            start = number_of(site) + 1
    assert start > 10


def test_what_killed_builds_left_is_put_back_or_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".cache/site-123").mkdir(parents=True)
    build_site.PREVIOUS.mkdir()
    (build_site.PREVIOUS / "index.html").write_text("the last site")
    build_site.recover()
    assert sites.digest(Path("site")).keys() == {"index.html"}
    assert list(Path(".cache").iterdir()) == []


def test_a_link_in_place_of_the_site_is_replaced_and_what_it_leads_to_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("elsewhere", "fresh"):
        Path(name).mkdir()
        Path(name, name).touch()
    Path("site").symlink_to("elsewhere")
    build_site.replace(Path("fresh"), Path("site"))
    assert not Path("site").is_symlink()
    assert sites.digest(Path("site")).keys() == {"fresh"}
    assert sites.digest(Path("elsewhere")).keys() == {"elsewhere"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of the small records that has a site already."""
    folder = sites.copy_small_project(tmp_path / "project")
    (folder / "site").mkdir()
    (folder / "site/old.html").write_text("the last site")
    return folder


def is_old(project: Path) -> bool:
    return sites.digest(project / "site").keys() == {"old.html"}


def test_two_builds_at_once_both_succeed_and_leave_one_whole_site(project: Path) -> None:
    processes = [
        subprocess.Popen([*sites.MAKE, "site"], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate()[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert sum("Another build is running" in each for each in said) == 1
    both = sites.digest(project / "site")
    assert sites.make(project, "site").returncode == 0
    assert both == sites.digest(project / "site")
    assert not list((project / ".cache").glob("site-*"))


def test_a_full_disk_leaves_the_last_site_and_says_so(project: Path) -> None:
    done = sites.on_a_full_disk(50_000, "generator.tools.build_site", cwd=project)
    assert done.returncode == 1
    assert "The site cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert is_old(project)


def test_a_build_that_is_interrupted_leaves_the_last_site(project: Path) -> None:
    command = [sys.executable, "-m", "generator.tools.build_site"]
    with subprocess.Popen(command, cwd=project, env=sites.ENVIRONMENT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
    assert process.returncode != 0
    assert is_old(project)


def unprivileged(folder: Path) -> int:
    """Replace the site as somebody who may not write into `folder`; return an exit status."""
    child = os.fork()
    if not child:
        os.chdir(folder)
        if not os.getuid():
            os.setuid(65534)
        status = 1
        try:
            build_site.replace(Path(".cache/site-1"), Path("site"))
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_read_only_folder_keeps_its_site(tmp_path: Path) -> None:
    for name in ("site", ".cache/site-1"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name).chmod(0o777)
        (tmp_path / name / name.replace("/", "-")).touch()
    tmp_path.chmod(0o555)
    assert unprivileged(tmp_path) == 1
    tmp_path.chmod(0o755)
    assert sites.digest(tmp_path / "site").keys() == {"site"}


@pytest.mark.parametrize(
    ("files", "size", "refused"),
    [(20_000, 10**9, []), (20_001, 10**9, ["Cloudflare Pages"]), (1, 10**9 + 1, ["GitHub Pages"])],
)
def test_a_build_names_the_hosts_that_do_not_take_the_site(files: int, size: int, refused: list[str]) -> None:
    said = list(hosts.refusals(files, size))
    assert [name for name in ("Cloudflare Pages", "GitHub Pages") if any(name in line for line in said)] == refused


def test_a_build_says_how_large_the_site_is(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below/index.html").write_bytes(bytes(2_000_000))
    assert list(hosts.report(tmp_path)) == ["The site has 1 file, 2 MB in all."]


def test_a_build_that_a_host_does_not_take_names_the_setting_that_leaves_parts_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index.html").touch()
    monkeypatch.setattr(hosts, "HOSTS", (hosts.Host("A small host", files=0),))
    *_, refusal, remedy = hosts.report(tmp_path)
    assert refusal == "A small host takes at most 0 files."
    assert "leave_out in mkdocs.yml" in remedy
