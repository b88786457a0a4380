// The draft in this browser's own storage: nothing typed is lost on reload, and nothing leaves the browser.

export const VERSION = 1;
const NAME = "ea-form";

const place = (record) => (record ? `${NAME}:${record}` : NAME);

/** Keep a draft; false where the browser keeps nothing. */
export function keep(draft, record = "") {
  try {
    localStorage.setItem(place(record), JSON.stringify({ version: VERSION, draft }));
    return true;
  } catch {
    return false;
  }
}

export function discard(record = "") {
  try {
    localStorage.removeItem(place(record));
  } catch {
    // nothing was kept
  }
}

/** The kept draft: {draft} of this version, {old} the text of another one, or null. */
export function kept(record = "") {
  let text = null;
  try {
    text = localStorage.getItem(place(record));
  } catch {
    return null;
  }
  return text === null ? null : read(text);
}

/** A draft from its text; one of another version, or of no version, is only its text. */
export function read(text) {
  try {
    const { version, draft } = JSON.parse(text);
    if (version === VERSION && isDraft(draft)) return { draft };
  } catch {
    // what cannot be read is shown as it is
  }
  return { old: text };
}

const isPart = (value) => value === undefined || (typeof value === "object" && value !== null && !Array.isArray(value));
const isText = (value) => value === undefined || typeof value === "string";

function isDraft(draft) {
  if (typeof draft !== "object" || draft === null) return false;
  const { paper, before, reference, material, control } = draft;
  return [paper, before].every(isText) && [reference, material, control].every(isPart);
}
