"""Score the built site with Lighthouse: `make lighthouse` prints the scores and fails below 95.

Lighthouse comes from npm, so Node is needed; `make test` needs neither. The site is served as static hosts do it,
compressed and to be kept by the browser. Scores of a busy machine are lower: performance is timed.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .browsing import NAMES, QUIET

LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = {"home": "", "material": "materials/nfmczs/", "table": "materials/", "designer": "design/"}
SCREENS = {"phone": [], "desktop": ["--preset=desktop"]}
LEAST = 0.95
TEXT = ("text/", "application/j", "application/wasm", "image/svg")


class Host(http.server.SimpleHTTPRequestHandler):
    """A static host that compresses text."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            return self.send_error(404)
        kind, content = self.guess_type(file), file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "max-age=31536000")
        if kind.startswith(TEXT):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def log_message(self, *args: object) -> None:
        """Print nothing."""


@contextmanager
def hosted(site: Path) -> Iterator[str]:
    """Serve a site; yield its address."""
    handler = functools.partial(Host, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def scores(address: str, options: list[str]) -> dict[str, float]:
    """Return the score of each category, from 0 to 1; 0 where an audit failed to run."""
    flags = " ".join(["--headless=new", *QUIET])
    command = ["npx", "--yes", LIGHTHOUSE, address, *options, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    if found.returncode:
        sys.exit(f"Lighthouse failed:\n{found.stderr}")
    return {name: each["score"] or 0.0 for name, each in json.loads(found.stdout)["categories"].items()}


def main(site: Path) -> int:
    """Print the scores of every page on either screen; return 1 if one is too low."""
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES[1:])), None)
    if not browser or not shutil.which("npx"):
        sys.exit("Lighthouse needs Chromium and Node with npm (Debian: apt install chromium npm).")
    os.environ["CHROME_PATH"] = browser
    low = 0
    with hosted(site) as home:
        for page, path in PAGES.items():
            for screen, options in SCREENS.items():
                found = scores(home + path, options)
                low += min(found.values()) < LEAST
                print(f"{page:9} {screen:8}", *(f"{name} {100 * score:.0f}" for name, score in found.items()), sep="  ")
    print(f"{low} below {100 * LEAST:.0f}." if low else f"All at {100 * LEAST:.0f} or more.")
    return int(low > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
