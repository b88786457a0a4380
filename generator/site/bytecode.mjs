// Runs the runtime's own Python in Node, for site/bytecode.py: JSON of sources comes in, JSON of bytecode goes out.
//
// Arguments: the folder of the runtime, and the Python module whose function `compiled` does the work.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, compiler] = process.argv.slice(2);
const sources = readFileSync(0, "utf8");
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
// The order of a set's items is in bytecode, so that it must not differ from run to run.
const python = await loadPyodide({ indexURL: folder, env: { PYTHONHASHSEED: "0" } });
python.runPython(readFileSync(compiler, "utf8"));
try {
  process.stdout.write(python.globals.get("compiled")(sources));
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(error.message.trim()); // Node itself would print a megabyte of Pyodide's source
}
