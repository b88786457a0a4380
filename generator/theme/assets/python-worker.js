// The web worker that runs this site's own Python: one call at a time, JSON in and JSON out.
//
// First message: {runtime, library, code, entry, extension, info}, the addresses of Pyodide, its standard library, our
// sources and a compiled module. Answer: {ready: true} or {failed: text}.
// Then {id, method, input} gives {id, output}, or {id, failed: text} where Python itself breaks.

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

/** Start Python, put our sources in their places, and return the function that answers calls. */
async function start({ runtime, library, code, entry, extension, info }) {
  const [{ loadPyodide }, files, compiled] = await Promise.all([
    import(`${runtime}pyodide.mjs`),
    fetch(code).then((response) => response.json()),
    extension && fetch(extension.file).then((response) => response.arrayBuffer()),
  ]);
  const python = await loadPyodide({
    indexURL: runtime,
    packageBaseUrl: runtime,
    stdLibURL: library,
    lockFileContents: { info, packages: {} },
  });
  const put = (path, data) => {
    python.FS.mkdirTree(`${HOME}/${path.slice(0, path.lastIndexOf("/"))}`);
    python.FS.writeFile(`${HOME}/${path}`, data);
  };
  for (const [path, text] of Object.entries(files)) put(path, text);
  if (extension) put(extension.path, new Uint8Array(compiled));
  python.pyimport("sys").path.insert(0, HOME);
  return python.pyimport(entry).call;
}

let answer;

self.addEventListener("message", async ({ data }) => {
  if (data.runtime) {
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
    self.postMessage({ id, failed: String(error) });
  }
});
