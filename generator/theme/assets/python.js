// This site's own Python, in a web worker that is restarted when a call takes too long. Nothing leaves the browser.
import { root } from "./brief.js";
import { keep } from "./python-memory.js";

const PATIENCE = 60_000; // ms for a start, on a slow line
const LIMIT = 5_000; // ms for a call

/** A failed call or start: `code` is that of the answer, "too-long", "broken" or "not-started". */
export class PythonError extends Error {
  constructor(code, text) {
    super(text);
    this.code = code;
  }
}

/** Where the runtime and our sources are: their addresses change with their content. */
async function places(page) {
  const folder = new URL("assets/python/index.json", root);
  const response = await fetch(folder, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status} ${folder.href}`);
  const { runtime, info, pages } = await response.json();
  const whole = (name) => new URL(name, folder).href;
  const { entry, code, library, extension } = pages[page];
  return {
    info,
    entry,
    // Nothing is there: it names what the browser keeps. A memory with a compiled module cannot be resumed.
    memory: extension ? undefined : whole(`memory/${page}?${runtime}${library}${code}`),
    runtime: whole(runtime),
    code: whole(code),
    library: whole(library),
    extension: extension && whole(extension),
  };
}

export class Python {
  #worker;
  #started;
  #memory;
  #calls = new Map();
  #waiting = new Map();
  #count = 0;

  constructor(page, { limit = LIMIT, patience = PATIENCE } = {}) {
    this.page = page;
    this.limit = limit;
    this.patience = patience;
    this.#start();
  }

  /** Resolves when Python can be called; rejects with a PythonError where it cannot start. */
  get started() {
    return this.#started;
  }

  #start() {
    this.#started = this.#begun();
    this.#started.catch(() => {}); // whoever waits hears of it; nobody has to wait
  }

  async #begun(again = true) {
    if (typeof WebAssembly !== "object" || typeof Worker !== "function")
      throw new PythonError("not-started", "This browser has no WebAssembly or no web workers.");
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${this.patience / 1000} s`)), this.patience);
    });
    try {
      await Promise.race([places(this.page).then((where) => this.#answered(where)), late]);
    } catch (error) {
      this.#worker?.terminate();
      if (again && (await this.#forget())) return this.#begun(false);
      throw new PythonError(
        "not-started",
        `Python did not start: ${error.message || "its worker could not be loaded"}.`,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /** Drop the memory that a start may have resumed, and that may be why it hangs; returns whether there was one. */
  async #forget() {
    return Boolean(this.#memory) && keep(this.#memory);
  }

  #answered(where) {
    this.#memory = where.memory;
    this.#worker = new Worker(new URL("python-worker.js", import.meta.url), { type: "module" });
    return new Promise((resolve, reject) => {
      this.#worker.addEventListener("error", reject);
      this.#worker.addEventListener("message", ({ data }) => {
        if (data.ready) resolve();
        else if (data.id === undefined) reject(new Error(data.failed));
        else this.#settle(data);
      });
      this.#worker.postMessage(where);
    });
  }

  #settle({ id, output, failed }) {
    const call = this.#calls.get(id);
    if (!call) return;
    this.#calls.delete(id);
    clearTimeout(call.timer);
    if (failed === undefined) call.resolve(JSON.parse(output));
    else call.reject(new PythonError("broken", failed));
  }

  /** Call a method of the page's service; a refusal `{error}` is a result like any other. */
  async call(method, ...values) {
    await this.#started;
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#restart(), this.limit);
      this.#calls.set(id, { resolve, reject, timer });
      this.#worker.postMessage({ id, method, input: JSON.stringify(values) });
    });
  }

  /** Call a method unless a newer call of it comes while another is running; null for one that was overtaken. */
  async newest(method, ...values) {
    const waiting = this.#waiting.get(method);
    if (waiting) {
      waiting.next?.resolve(null);
      return new Promise((resolve, reject) => {
        waiting.next = { values, resolve, reject };
      });
    }
    const turn = {};
    this.#waiting.set(method, turn);
    try {
      return await this.call(method, ...values);
    } finally {
      this.#waiting.delete(method);
      if (turn.next) this.newest(method, ...turn.next.values).then(turn.next.resolve, turn.next.reject);
    }
  }

  #restart() {
    this.#worker.terminate();
    for (const { reject, timer } of this.#calls.values()) {
      clearTimeout(timer);
      reject(new PythonError("too-long", "This took too long and was stopped. Try something shorter."));
    }
    this.#calls.clear();
    this.#started = this.#forget().then(() => this.#begun());
    this.#started.catch(() => {});
  }
}
