// No mouse: in, to the list, a filter, a deviation, the next, a comment.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visitor } from "../lib/browser.mjs";
import { heading, ids, press, skip, total, town } from "../lib/journey.mjs";

const here = town();

/** Goes by Tab until `is(element)` holds for what has the focus; fails where that takes more than `most` steps. */
async function tabTo(page, is, most = 40) {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(is)) return;
  }
  assert.fail(`${is} blev ikke nået med ${most} tryk`);
}

test("hele vejen uden mus", { skip }, async () => {
  const { context, page, said } = await visitor(here.chrome);
  await page.goto(here.running.address);
  await tabTo(page, () => document.activeElement.textContent.trim() === "BI-konsulent");
  await press(page, "Enter");
  assert.match(await heading(page), /8-talskontrol/);

  // The first stop of each page leads past the menu; what has the focus can be seen.
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skipnav");
  await tabTo(page, () => document.activeElement.textContent === "Afvigelser");
  assert.notEqual(await page.evaluate(() => { const look = getComputedStyle(document.activeElement); return look.outlineStyle + look.boxShadow; }), "nonenone");
  await press(page, "Enter");
  const all = await total(page, "afvigelser");

  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, () => document.activeElement.textContent.trim() === "Vis");
  await press(page, "Enter");
  assert.ok((await total(page, "afvigelser")) < all);
  const listed = await ids(page);
  await tabTo(page, () => document.activeElement.matches("#liste tbody th a"), 60);
  await page.keyboard.press("ArrowDown");
  await press(page, "Enter");
  assert.match(await heading(page), new RegExp(listed[1]));
  await press(page, "j");
  assert.match(await heading(page), new RegExp(listed[2]));

  await tabTo(page, () => document.activeElement.id === "kommentar", 60);
  await page.keyboard.type("Skrevet uden mus: j / ?");
  assert.match(await heading(page), new RegExp(listed[2]));
  await tabTo(page, () => document.activeElement.textContent.trim() === "Gem", 3);
  await press(page, "Enter");
  assert.match(await page.locator(".historik").innerText(), /«Skrevet uden mus: j \/ \?»/);

  await page.keyboard.press("?");
  assert.ok(await page.locator("dialog.tasthjaelp").isVisible());
  await page.keyboard.press("Escape");
  await context.close();
  assert.deepEqual(said, []);
});
