// What the browser keeps of Python between visits: its memory after a start, under an address of no file.
const MEMORIES = "entropy-atlas-python";

/** The memory that Python had after an earlier start from the same files, if this browser kept it. */
export async function kept(memory) {
  try {
    const found = await (await caches.open(MEMORIES)).match(memory);
    return found && (await found.arrayBuffer());
  } catch {
    return undefined; // such as in a private window
  }
}

/**
 * Keep the memory for the next start, in place of that of other files, or none; returns whether there was one before.
 * Without space or permission nothing is kept.
 */
export async function keep(memory, bytes) {
  let before = false;
  try {
    const cache = await caches.open(MEMORIES);
    const page = (address) => new URL(address).pathname;
    for (const { url } of await cache.keys())
      if (page(url) === page(memory)) before = (await cache.delete(url)) || before;
    if (bytes) await cache.put(memory, new Response(bytes));
  } catch {}
  return before;
}
