// The selection as files, cut out of the site's own downloads, so that a part has the very shape of the whole.

/** Split CSV text into records, each with its line ends and quotes unchanged. */
export function csvRecords(text) {
  const records = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === "\n" && !quoted) {
      records.push(text.slice(start, at + 1));
      start = at + 1;
    }
  }
  return start < text.length ? [...records, text.slice(start)] : records;
}

/** Keep the heading and the records whose first column is one of `ids`, in the order of `ids`. */
export function csvOf(text, ids) {
  const [heading, ...records] = csvRecords(text);
  const grouped = new Map(ids.map((id) => [id, []]));
  for (const record of records) grouped.get(record.slice(0, record.search(/[,\r\n]/)))?.push(record);
  return heading + [...grouped.values()].flat().join("");
}

/** Every reference that a record names, at any depth: as a source, or as the review it is known via. */
export function referencesOf(value, found = new Set()) {
  if (value && typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) {
      if ((key === "reference" || key === "via") && typeof inner === "string") found.add(inner);
      else referencesOf(inner, found);
    }
  }
  return found;
}

/** Keep the entries of a BibTeX file whose keys are wanted. */
export function bibOf(text, keys) {
  const entries = text.split(/^(?=@)/m);
  return entries
    .filter((entry) => keys.has(/^@\w+\{([^,\s]+),/.exec(entry)?.[1]))
    .map((entry) => `${entry.trim()}\n`)
    .join("\n");
}

/** Keep the entries of a RIS file whose ids are wanted. */
export function risOf(text, keys) {
  return text
    .split(/^(?=TY {2}- )/m)
    .filter((entry) => keys.has(/^ID {2}- (\S+)/m.exec(entry)?.[1]))
    .map((entry) => `${entry.trimEnd()} \n`)
    .join("\n");
}

const MAKE = {
  csv: {
    files: ["materials.csv"],
    ending: "materials.csv",
    type: "text/csv",
    make: ([table], ids) => csvOf(table, ids),
  },
  claims: { files: ["claims.csv"], ending: "claims.csv", type: "text/csv", make: ([table], ids) => csvOf(table, ids) },
  json: {
    files: ["materials.json"],
    ending: "materials.json",
    type: "application/json",
    make: ([text], ids) => `${JSON.stringify(chosen(text, ids), null, 1)}\n`,
  },
  bib: {
    files: ["materials.json", "references.bib"],
    ending: "references.bib",
    type: "application/x-bibtex",
    make: ([text, bib], ids) => bibOf(bib, referencesOf(chosen(text, ids))),
  },
  ris: {
    files: ["materials.json", "references.ris"],
    ending: "references.ris",
    type: "application/x-research-info-systems",
    make: ([text, ris], ids) => risOf(ris, referencesOf(chosen(text, ids))),
  },
};

function chosen(text, ids) {
  const records = new Map(JSON.parse(text).map((record) => [record.id, record]));
  return ids.map((id) => records.get(id)).filter(Boolean);
}

async function text(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
}

/** Make the file of a kind for some materials and hand it to the browser; return its name. */
export async function download(kind, ids, api) {
  const { files, ending, type, make } = MAKE[kind];
  const made = make(await Promise.all(files.map((file) => text(new URL(file, api)))), ids);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([made], { type: `${type};charset=utf-8` }));
  link.download = `entropy-atlas-${ids.length}-${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a slow browser may still be reading it
  return link.download;
}
