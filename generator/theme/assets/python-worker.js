// The web worker that runs this site's own Python: one call at a time, JSON in and JSON out.
//
// First message: {runtime, library, code, entry, extension, memory, info}, the addresses of Pyodide, its standard
// library, our modules and a compiled one; with an address `memory` the memory is kept under it for the next start.
// Answer: {ready: true} or {failed: text}.
// Then {id, method, input} gives {id, output}, or {id, failed: text} where Python itself breaks.

import { keep, kept } from "./python-memory.js";

const HOME = "/atlas";
const ARCHIVE = "/tmp/archive.zip";

/** Rejects when a file of the start is lost: Pyodide would wait for it for ever. */
function lost() {
  const ask = self.fetch;
  return new Promise((_, reject) => {
    self.fetch = async (...asked) => {
      try {
        const response = await ask(...asked);
        if (!response.ok) throw new Error(`${response.status} ${response.url}`);
        return response;
      } catch (error) {
        reject(error);
        throw error;
      }
    };
  });
}

/** Start Python with our modules and tables in their places. */
async function begin({ loadPyodide, archives }, { runtime, library, info }, options) {
  const python = await loadPyodide({
    indexURL: runtime,
    packageBaseUrl: runtime,
    stdLibURL: library,
    lockFileContents: { info, packages: {} },
    ...options,
  });
  for (const archive of archives) {
    python.FS.writeFile(ARCHIVE, new Uint8Array(archive)); // `unpackArchive` would hold it, and memory not be kept
    python.runPython(`import zipfile; zipfile.ZipFile("${ARCHIVE}").extractall("${HOME}")`);
  }
  return python;
}

/** Start Python: from the memory of an earlier start, or anew, and then keep the memory before anything is asked. */
async function started(parts, where) {
  const bytes = where.memory && (await kept(where.memory));
  if (bytes) {
    try {
      return await begin(parts, where, { _loadSnapshot: bytes });
    } catch {
      await keep(where.memory);
    }
  }
  const keeps = Boolean(where.memory && self.caches) && !bytes;
  const python = await begin(parts, where, { _makeSnapshot: keeps });
  python.runPython(`import sys; sys.path.insert(0, "${HOME}"); import ${where.entry}`);
  if (keeps) keep(where.memory, python.makeMemorySnapshot());
  return python;
}

/** Start Python and return the function that answers calls. */
async function start(where) {
  const archived = [where.code, where.extension].filter(Boolean);
  const [{ loadPyodide }, , ...archives] = await Promise.all([
    import(`${where.runtime}pyodide.mjs`),
    import(`${where.runtime}pyodide.asm.mjs`), // Pyodide would ask for it only when it has come itself
    ...archived.map((address) => fetch(address).then((response) => response.arrayBuffer())),
  ]);
  const python = await started({ loadPyodide, archives }, where);
  return python.pyimport(where.entry).call;
}

let answer;
let place;

self.addEventListener("message", async ({ data }) => {
  if (data.runtime) {
    place = data.memory;
    answer = Promise.race([lost(), start(data)]);
    answer
      .then(() => self.postMessage({ ready: true }))
      .catch((error) => self.postMessage({ failed: error.message || String(error) }));
    return;
  }
  const { id, method, input } = data;
  try {
    const call = await answer;
    self.postMessage({ id, output: call(method, input) });
  } catch (error) {
    if (place) keep(place); // a memory that went wrong is not used again
    self.postMessage({ id, failed: String(error) });
  }
});
