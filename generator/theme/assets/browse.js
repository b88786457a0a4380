// The data of plot and comparison (assets/browse.json): all texts are typeset by the generator.

import { element, root } from "./brief.js";

const LISTS = ["aliases", "former_ids", "strategies", "effects", "challenges", "reports"];
const SHARED = ["source", "cell", "property", "basis"];

/** Everything: {columns, properties, names, tones, materials}; lists that a material does not have are empty. */
export async function load() {
  const response = await fetch(new URL("assets/browse.json", root));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const data = await response.json();
  const materials = data.materials.map((material) => unpacked(material, data));
  return { ...data, materials, selections: (data.selections ?? []).map((packed) => selected(packed, materials)) };
}

/** A figure's choice of values: its points with their materials and reports, for the plot; see plot-selection.js. */
function selected(packed, materials) {
  const end = (material, given) => {
    if (given === null) return null;
    const [number, text, place] = typeof given === "number" ? [null, null, given] : given;
    return { number, text, report: material.reports[place] };
  };
  const points = (all) =>
    all.map(([place, x, y]) => ({
      material: materials[place],
      x: end(materials[place], x),
      y: end(materials[place], y),
    }));
  return { ...packed, points: points(packed.points), others: points(packed.others) };
}

/** One material as the file packs it: what it shares with others by place, and values in the order of the columns. */
function unpacked(material, { columns, shared }) {
  const whole = (packed) => (typeof packed === "number" ? shared[packed] : packed);
  const values = columns
    .map(({ id, suffix }, place) => [id, suffix, material.values?.[place]])
    .filter(([, , found]) => found)
    .map(([id, suffix, [number, text, ...rest]]) => [id, [number, text + suffix, ...rest]]);
  const reports = (material.reports ?? []).map((packed) => {
    const { text: conditions, key = "", stated } = whole(packed.under) ?? {};
    const { limits, record = material.id } = packed;
    return {
      ...packed,
      ...{ conditions, key, stated, record },
      limits: limits && [limits[0], limits.at(-1)],
      ...Object.fromEntries(SHARED.map((name) => [name, whole(packed[name])])),
      control: record !== material.id,
    };
  });
  return {
    missing: {},
    ...Object.fromEntries(LISTS.map((name) => [name, []])),
    ...material,
    source: whole(material.source),
    values: Object.fromEntries(values),
    reports,
  };
}

export function link(href, ...children) {
  const made = element("a", "", ...children);
  made.href = href;
  return made;
}

/** A formula from its parts: text on the line, or ["sub" or "sup", text]. */
export function formula(parts) {
  const nodes = parts.map((part) => (typeof part === "string" ? part : element(part[0], "", part[1])));
  return element("span", "ea-formula", ...nodes);
}

/** The source of a value: the reference, the review through which it is known, and the place in the text. */
export function sourceNode(source, names) {
  const reference = (id) => link(new URL(`references/${id}/`, root).href, names.references[id] ?? id);
  const node = element("span", "ea-source", reference(source.reference));
  if (source.via) node.append(", via ", reference(source.via));
  if (source.second_hand) node.append(", citing another paper");
  node.append(", ", element("span", "ea-locator", source.at));
  return node;
}
