// The classes of entropy. A test compares them with those of the engine.

/** In R: medium from the first, high from the second. */
export const LINES = [1, 1.5];
export const LINES_TEXT = LINES.map((line) => `${line} R`).join(" and ");
