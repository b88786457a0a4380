"""A machine that lacks something gets a one-line error that says what to do."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import ROOT

SCRIPT = ROOT / "generator/tools/install.py"


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """Return the script as a module, working in an empty folder."""
    spec = importlib.util.spec_from_file_location("install", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("")
    return module


def test_the_script_runs_on_python_3_6() -> None:
    """Functions are defined before the version is compared, so an annotation must not need a newer Python either."""
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    evaluated = [each for node in functions for each in (node.returns, *(arg.annotation for arg in node.args.args))]
    assert evaluated
    assert all(isinstance(each, ast.Name | ast.Constant | None) for each in evaluated)
    assert not any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in ast.walk(tree))


def test_an_old_python_gets_a_message_with_the_version_needed(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "x.lock").write_text("")
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert install.main("x.lock") == 1
    assert capsys.readouterr().err == (
        "Cannot install: found Python 3.9, expected 3.11 or newer. "
        "Install a newer Python and name it: make PYTHON=python3.11 site.\n"
    )


def test_a_python_without_venv_gets_a_message_with_the_package_that_has_it(tmp_path: Path) -> None:
    """Debian's Python comes without ensurepip; one that cannot be imported is the same to the script."""
    (tmp_path / "ensurepip.py").write_text("raise ImportError('split off by the distribution')")
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "x.lock").write_text("")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, str(SCRIPT), "x.lock"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_machine_without_network_gets_a_message_to_check_it(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "x.lock").write_text("jinja2==3.1.6 --hash=sha256:" + "0" * 64 + "\n")
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_RETRIES": "0",
    }
    environment = {**{k: v for k, v in os.environ.items() if not k.startswith("PIP_")}, **nowhere}
    command = [sys.executable, str(SCRIPT), "x.lock"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Check the network, then try again." in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv/installed-x.lock").exists()


def test_what_is_installed_already_is_not_installed_again(install: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "x.lock").write_text("")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    Path(install.IN_VENV).symlink_to(sys.executable)
    (tmp_path / ".venv/installed-x.lock").write_text(install._fingerprint(["x.lock", "pyproject.toml"]))
    assert install.main("x.lock") == 0
    assert sorted(path.name for path in (tmp_path / ".venv").iterdir()) == ["bin", "installed-x.lock"]


def test_python_for_the_browser_is_downloaded_once_as_a_file_and_not_installed(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copyfile(ROOT / install.BROWSER_LOCK, tmp_path / install.BROWSER_LOCK)
    Path(install.IN_VENV).parent.mkdir(parents=True)
    Path(install.IN_VENV).write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    Path(install.IN_VENV).chmod(0o755)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(ROOT / install.BROWSER))
    assert install._download(install.BROWSER_LOCK) is None
    assert "Python for the browser, which runs the pages Design and Contribute (29 MB)" in capsys.readouterr().out
    assert [path.suffix for path in Path(install.BROWSER).iterdir()].count(".whl") == 2
    monkeypatch.delenv("PIP_FIND_LINKS")
    assert install._download(install.BROWSER_LOCK) is None
    assert capsys.readouterr().out == ""
    (tmp_path / install.BROWSER_LOCK).write_text("flet-web==1.0.5 --hash=sha256:" + "0" * 64 + "\n")
    assert "cannot be reached" in install._download(install.BROWSER_LOCK)
