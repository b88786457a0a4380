// The materials as the plot and the comparison need them (assets/browse.json): all texts are printed by the generator.

export const root = new URL("..", import.meta.url);

/** Everything: {columns, properties, names, materials}; lists that a material does not have are empty. */
export async function load() {
  const response = await fetch(new URL("assets/browse.json", root));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const data = await response.json();
  const lists = () => ({
    aliases: [],
    former_ids: [],
    strategies: [],
    effects: [],
    challenges: [],
    reports: [],
    missing: {},
    values: {},
  });
  return { ...data, materials: data.materials.map((material) => ({ ...lists(), ...material })) };
}

/** An element with a class and children; text is always text, never markup. */
export function element(name, className = "", ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function link(href, ...children) {
  const made = element("a", "", ...children);
  made.href = href;
  return made;
}

/** A formula from its parts [level, text], where a level is "text", "sub" or "sup". */
export function formula(parts) {
  return element(
    "span",
    "ea-formula",
    ...parts.map(([level, text]) => (level === "text" ? text : element(level, "", text))),
  );
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
