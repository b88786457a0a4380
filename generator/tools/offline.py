"""Change a finished site so that it opens from a folder, without a server. Used by `make release`.

Browsers show a folder for an address that ends with `/`, and load no modules and no data from files. So links name
their `index.html`; each module of a page becomes a classic script; data that the pages fetch becomes scripts too. What
needs a worker or WebAssembly (full-text search, the designer, the form's check) still needs a server, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from . import sketches

FOLDER: Final = "assets/offline"
DATA: Final = ("api/v1/index.json", "assets/browse.json", "assets/explorer.json", "assets/performance.json")
"""What the pages' scripts fetch."""
_LINK: Final = re.compile(r'(<(?:a|form|link rel="canonical")\b[^<>]*?\s(?:href|action)=")([^"#?]*)')
_MODULE: Final = re.compile(
    r'<script(?=[^<>]*\btype="module")(?=[^<>]*\bsrc="((?:\./|\.\./)*)assets/([^"]+)\.js")[^<>]*>'
)
_IMPORT: Final = re.compile(r'^import (?:\* as (\w+)|\{([^}]*)\}) from "\./([\w-]+)\.js";\n', re.MULTILINE)
_LATER: Final = re.compile(r'await import\("\./([\w-]+)\.js"\)')
_EXPORT: Final = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.MULTILINE)
_PRELOAD: Final = re.compile(r'<link\b[^<>]*\brel="(?:module)?preload"[^<>]*>')
_REFRESH: Final = re.compile(r'(<meta http-equiv="refresh" content="0; url=[^"]*/)(?=")')


def convert(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file of the site that opens from a folder."""
    entries: set[str] = set()
    symbols = sketches.symbols(site)
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name, content = path.relative_to(site).as_posix(), path.read_bytes()
        if path.suffix == ".html":
            html = content.decode()
            entries.update(entry for _, entry in _MODULE.findall(html))
            content = sketches.inline(page(html), symbols).encode()
        yield name, content
    modules = {path.stem: path.read_text(encoding="utf-8") for path in (site / "assets").glob("*.js")}
    for entry in sorted(entries & modules.keys()):
        yield f"{FOLDER}/{entry}.js", bundle(entry, modules).encode()
    for name in DATA:
        if (site / name).is_file():
            yield f"{name}.js", b"document.currentScript.value = " + (site / name).read_bytes().rstrip() + b";\n"


def page(html: str) -> str:
    """Return a page whose links name files and whose modules are classic scripts."""
    linked = _LINK.sub(lambda link: link[1] + _file(link[2]), html)
    return _PRELOAD.sub("", _REFRESH.sub(r"\1index.html", _MODULE.sub(_script, linked)))


def _file(address: str) -> str:
    """Return the file of an address of the site; any other address as it is."""
    if ":" in address or address.startswith("//") or not (address.endswith("/") or address in (".", "..")):
        return address
    return f"{address.rstrip('/')}/index.html"


def _script(module: re.Match[str]) -> str:
    root, name = module.groups()
    place = name if name.startswith("vendor/") else f"offline/{name}"
    return f'<script defer src="{root}assets/{place}.js">'


def bundle(entry: str, modules: dict[str, str]) -> str:
    """Return a module with all that it imports, as one script: each module is a function that returns its exports."""
    names = list(_order(entry, modules, {}))
    parts = [f'exports["{name}"] = (() => {{\n{_body(modules[name])}\n}})();\n' for name in names[:-1]]
    return f"(async () => {{\n{_PRELUDE}{''.join(parts)}{_body(modules[entry])}\n}})();\n"


def _order(name: str, modules: dict[str, str], seen: dict[str, None]) -> Iterator[str]:
    """Yield the names of a module and of those below it, the lowest first."""
    seen[name] = None
    wanted = [found[2] for found in _IMPORT.findall(modules[name])] + _LATER.findall(modules[name])
    for other in dict.fromkeys(wanted):
        if other not in seen:
            yield from _order(other, modules, seen)
    yield name


def _body(text: str) -> str:
    text = _LATER.sub(r'exports["\1"]', _IMPORT.sub(_taken, text))
    names = [name for _, name in _EXPORT.findall(text)]
    text = _EXPORT.sub(r"\1 \2", text).replace("import.meta.url", "here")
    return f"{text}\nreturn {{ {', '.join(names)} }};" if names else text


def _taken(found: re.Match[str]) -> str:
    whole, names, module = found.groups()
    wanted = whole or "{" + names.replace(" as ", ": ") + "}"
    return f'const {wanted} = exports["{module}"];\n'


_PRELUDE: Final = """const exports = {};
const here = new URL("../module.js", document.currentScript.src).href;
const fetch = (address) => new Promise((done, fail) => {
  const script = document.createElement("script");
  script.src = `${new URL(address, document.baseURI).href}.js`;
  script.onload = () => done({
    ok: true, json: async () => script.value, text: async () => JSON.stringify(script.value),
  });
  script.onerror = () => fail(new Error("A page that is opened as a file cannot load this. Serve the folder."));
  document.head.append(script);
});
if (!window.eaOffline) {
  window.eaOffline = true; // links that scripts make lead to folders
  const named = (event) => {
    const link = event.target.closest?.("a[href]");
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  };
  for (const kind of ["click", "auxclick"]) addEventListener(kind, named, true);
}
"""
