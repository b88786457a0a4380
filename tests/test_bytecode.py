"""What browsers run is compiled by their own Python, and a build gives the same bytes whatever else it compiles."""

from __future__ import annotations

import pytest

from generator.errors import InvalidData
from generator.site import bytecode, runtime

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
    with pytest.raises(InvalidData, match=r"could not compile .*SyntaxError.*make install"):
        bytecode.compiled({"broken.py": "def (:\n"})


def test_the_library_of_a_page_has_what_its_modules_import_and_no_event_loop() -> None:
    paths = runtime.library(["csv"])
    assert {"csv.py", "re/__init__.py", "encodings/utf_8.py"} <= paths.keys()
    assert not [path for path in paths if path.startswith("asyncio/") and path != "asyncio/__init__.py"]
