// Which addresses the search and the previews follow: those of this site alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { own, root } from "../../generator/theme/assets/brief.js";

test("an address below the site's root is followed", () => {
  assert.equal(own("materials/nfmczs/"), new URL("materials/nfmczs/", root).href);
  assert.equal(own(root.href), root.href);
});

for (const url of [
  "javascript:alert(1)//",
  "JavaScript:alert(1)",
  " javascript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,x",
  "https:/evil.test/x",
  "//evil.test/x",
  "\\\\evil.test/x",
  "../../elsewhere/",
  "blob:https://evil.test/x",
]) {
  test(`${JSON.stringify(url)} is not followed`, () => assert.equal(own(url), null));
}
