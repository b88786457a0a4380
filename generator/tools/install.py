"""Create `.venv` and install into it what a lock file names. Used by `make`, before anything is installed.

The pages Design and Contribute run Python in the reader's browser. The wheels that carry this runtime and its compiled
library are downloaded as files and never installed: none of their code runs here, so none of their dependencies are
needed.

Runs on any Python from 3.6, so that an old one gets a message: no newer syntax, and newer annotations in quotes.
"""

import hashlib
import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
VENV = ".venv"
IN_VENV = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin", "python")
PIP = [IN_VENV, "-m", "pip", "--disable-pip-version-check", "--no-input"]
LOCKED = ["--require-hashes", "--only-binary", ":all:", "--requirement"]
BROWSER_LOCK = "requirements-browser.lock"
# What Pyodide in the wheel of flet-web calls itself (pyodide-lock.json: python, abi_version).
PYODIDE = [
    "--platform", "pyemscripten_2026_0_wasm32", "--platform", "any", "--python-version", "3.14",
    "--implementation", "cp", "--abi", "cp314",
]  # fmt: skip
BROWSER = os.path.join(VENV, "share", "entropy-atlas", "browser")

# Text in pip's output -> the error message.
REASONS = [
    (
        "DO NOT MATCH THE HASHES",
        "a download differs from what the lock file promises. Try again; if it stays, try another network.",
    ),
    (
        "No matching distribution",
        "the package index cannot be reached or has no wheel for this machine. Check the network, then try again.",
    ),
    ("No space left", "the disk is full. Make room, then try again."),
]


def main(lock: str) -> int:
    """Install `lock` unless it is installed already; return an exit status."""
    stamp = os.path.join(VENV, "installed-" + os.path.basename(lock))
    wanted = _fingerprint(inputs(lock))
    if _read(stamp) == wanted and os.path.exists(IN_VENV):
        return 0
    error = _check_python() or _create_environment() or _install(lock) or _download(BROWSER_LOCK)
    if error:
        print(f"Cannot install: {error}", file=sys.stderr)
        return 1
    with open(stamp, "w") as file:
        file.write(wanted)
    return 0


def inputs(lock: str) -> "list[str]":
    """Return the files that say what is installed."""
    return [lock, "pyproject.toml"] + [BROWSER_LOCK] * os.path.exists(BROWSER_LOCK)


def _check_python() -> "str | None":
    if sys.version_info < NEEDED:
        found = ".".join(map(str, sys.version_info[:2]))
        needed = ".".join(map(str, NEEDED))
        return (
            f"found Python {found}, expected {needed} or newer. "
            f"Install a newer Python and name it: make PYTHON=python{needed} site."
        )
    try:
        import ensurepip  # noqa: F401 - must only be importable
        import venv  # noqa: F401
    except ImportError:
        return "this Python has no venv module. Install it; on Debian or Ubuntu: apt install python3-venv."
    return None


def _create_environment() -> "str | None":
    if os.path.exists(IN_VENV) and subprocess.call([IN_VENV, "-c", ""], stderr=subprocess.DEVNULL) == 0:
        return None
    shutil.rmtree(VENV, ignore_errors=True)
    print(f"Creating the environment {VENV} ...", flush=True)
    command = [sys.executable, "-m", "venv", VENV]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        reason = _last_line(done.stdout.decode("utf-8", "replace"))
        return f"python3 -m venv failed ({reason}). On Debian or Ubuntu: apt install python3-venv."
    return None


def _install(lock: str) -> "str | None":
    failed = _run_pip(["install", *LOCKED, lock], f"Installing {lock}", (_read(lock) or "").count("=="))
    if failed:
        return _reason(failed)
    own = ["install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", "."]
    failed = _run_pip(own, "Adding the project itself", 0)
    return f"pip could not add the project itself: {_last_line(failed)}" if failed else None


def _download(lock: str) -> "str | None":
    """Download the wheels for the reader's browser, unless they are there; remove those of other versions."""
    kept = os.path.join(BROWSER, lock)
    if not os.path.exists(lock) or _read(kept) == _read(lock):
        return None
    shutil.rmtree(BROWSER, ignore_errors=True)
    command = ["download", "--no-deps", "--dest", BROWSER, *PYODIDE, *LOCKED, lock]
    title = "Downloading Python for the browser, which runs the pages Design and Contribute (29 MB)"
    failed = _run_pip(command, title, (_read(lock) or "").count("=="))
    if failed:
        return _reason(failed)
    shutil.copyfile(lock, kept)
    return None


def _reason(failed: str) -> str:
    return next((reason for text, reason in REASONS if text in failed), f"pip says: {_last_line(failed)}")


def _run_pip(arguments: "list[str]", title: str, total: int) -> "str | None":
    """Run pip with a line of progress; return what it printed when it failed, else None."""
    print(f"{title} ...", flush=True)
    process = subprocess.Popen(PIP + arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines: list[str] = []
    collected = 0
    for raw in process.stdout or ():
        lines.append(raw.decode("utf-8", "replace"))
        if lines[-1].startswith(("Collecting ", "Requirement already")):
            collected += 1
            _progress(f"  {min(collected, total)} of {total}: {lines[-1].split()[1].split('==')[0]}")
        elif lines[-1].startswith("Installing collected"):
            _progress("  downloaded, unpacking")
    _progress("")
    return "".join(lines) if process.wait() else None


def _progress(text: str) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "rror" in line] or lines or ["no reason given"]
    return errors[-1].rstrip(".")


def _fingerprint(paths: "list[str]") -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in paths:
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def _read(path: str) -> "str | None":
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
