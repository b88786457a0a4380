"""Browser libraries taken from installed wheels, so that nothing third-party is committed or fetched by readers.

* Vega, Vega-Lite and Vega-Embed (BSD-3-Clause), bundled by vl-convert-python (BSD-3-Clause): the plot page.
* Pagefind (MIT): the full-text search, written with its index into a finished site.
"""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

FOLDER = "assets/vendor"


def files() -> dict[str, str]:
    """Return the libraries, by their address below the site."""
    return {f"{FOLDER}/vega.js": _vega()}


def _vega() -> str:
    """Bundle Vega once per installed version: it takes seconds, and the result stays the same."""
    kept = Path(sys.prefix) / "share" / "entropy-atlas" / f"vega-{metadata.version('vl-convert-python')}.js"
    if kept.is_file():
        return kept.read_text(encoding="utf-8")
    import vl_convert  # starts a JavaScript engine, which only the first build of an environment needs

    bundle: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub forgets the default
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(bundle, encoding="utf-8")
    return bundle


def is_unused(uri: str) -> bool:
    """Return whether no page asks for a file of the theme: one of its own search, which this site does not have."""
    return uri.startswith(("assets/javascripts/lunr/", "assets/javascripts/workers/"))


def index(site: str) -> str:
    """Write the full-text index of a finished site into it; return what went wrong, or nothing."""
    command = [sys.executable, "-m", "pagefind", "--site", site, "--quiet"]
    command += ["--exclude-selectors", ".headerlink", "--exclude-selectors", "thead"]  # no text of a result
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stderr.strip() or f"exit status {done.returncode}") if done.returncode else ""
