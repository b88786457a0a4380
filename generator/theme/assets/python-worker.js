// The web worker that runs this site's own Python: one call at a time, JSON in and JSON out.
//
// First message: {runtime, library, code, entry, extension, memory, info}, the addresses of Pyodide, its standard
// library, our modules and a compiled one; with an address `memory` the memory is kept under it for the next start.
// Answer: {ready: true} or {failed: text}.
// Then {id, method, input} gives {id, output}, or {id, failed: text} where Python itself breaks.

import { keep, kept } from "./python-memory.js";

const HOME = "/atlas";

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
async function begin({ loadPyodide, files }, { runtime, library, info }, options) {
  const python = await loadPyodide({
    indexURL: runtime,
    packageBaseUrl: runtime,
    stdLibURL: library,
    lockFileContents: { info, packages: {} },
    ...options,
  });
  for (const [path, data] of files) {
    const whole = `${HOME}/${path}`;
    python.FS.mkdirTree(whole.slice(0, whole.lastIndexOf("/")));
    python.FS.writeFile(whole, data);
  }
  return python;
}

/** The [path, bytes] of files that came as one: a line of JSON with their paths and sizes, then all of them. */
async function unpacked(address) {
  const { body } = await fetch(address);
  let data;
  try {
    data = new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
  } catch {
    throw new Error(`${address} came incomplete, or this browser is too old to unpack it: reload the page`);
  }
  const line = data.indexOf(10);
  let at = line + 1;
  return JSON.parse(new TextDecoder().decode(data.subarray(0, line))).map(([path, size]) => {
    at += size;
    return [path, data.subarray(at - size, at)];
  });
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
  const [{ loadPyodide }, , ...files] = await Promise.all([
    import(`${where.runtime}pyodide.mjs`),
    import(`${where.runtime}pyodide.asm.mjs`), // Pyodide would ask for it only when it has come itself
    ...[where.code, where.extension].filter(Boolean).map(unpacked),
  ]);
  const python = await started({ loadPyodide, files: files.flat() }, where);
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
