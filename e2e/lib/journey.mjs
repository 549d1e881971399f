// A journey: somebody of a role comes in and works in the real program; the rules of the house hold on every page of it.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { browser, visitor } from "./browser.mjs";
import { demo, enter, server, thereIsAProgram } from "./server.mjs";

/** Why the tests of a file are left out; false where there is a program. */
export const skip = thereIsAProgram() ? false : "OTTETAL_PROGRAM nævner ikke programmet";

/** What the browser itself says of an answer that refuses; a journey that expects a refusal takes these away. */
const REFUSAL = /status of (403|404|422)/;

/**
 * A municipality, its server and a browser for one test file. `as(role, work, settings)` lets somebody in, and afterwards
 * asks that the browser had nothing to say, that nothing went elsewhere and that nothing was kept. `refused` in the
 * settings says that pages are refused on the way. `ready` is given the folder before the server starts; `come` is how
 * somebody comes in who has no door in a demo.
 */
export function town(ready = () => {}) {
  const own = {};
  before(async () => {
    if (skip) return;
    own.place = demo();
    ready(own.place.folder);
    [own.running, own.chrome] = await Promise.all([server(own.place.folder), browser()]);
  });
  after(async () => {
    await own.chrome?.close();
    await own.running?.stop();
    own.place?.remove();
  });
  own.at = (address) => new URL(address, own.running.address).href;
  own.as = async (role, work, { refused = false, come = enter, ...settings } = {}) => {
    const { context, page, said } = await visitor(own.chrome, settings);
    await come(page, own.running.address, role);
    const answer = await work(page, context);
    if (settings.javaScript !== false) {
      assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0, "noget er gemt i browseren");
    }
    await context.close();
    assert.deepEqual(said.filter((line) => !(refused && REFUSAL.test(line))), []);
    return answer;
  };
  return own;
}

/** Follows a link or sends a form, and waits for the page that comes. */
export async function follow(page, locator) {
  await Promise.all([page.waitForEvent("load"), locator.click()]);
}

/** Presses a key that leads to another page. */
export async function press(page, key) {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
}

/** The heading of the page. */
export const heading = (page) => page.locator("h1").innerText();

/** What the clock, the disk, the door and the log's head say now: another the next moment. */
const NOW = [[/\b\d\d:\d\d/g, "tt:mm"], [/[\d.,]+ (GB fri|MB)/g, "$1"], [/\d+ er logget ind/g, "logget ind"], [/Linje [\d.]+, kædens hoved [0-9a-f]+/g, "Linje"]];

/** The text of the page's own part, as one reads it; charts are views of tables and are left out, and so is what is so now. */
export const reading = async (page) => {
  const text = await page.evaluate(() => {
    const main = document.querySelector("main").cloneNode(true);
    for (const drawn of main.querySelectorAll(".flade, script, noscript")) drawn.remove();
    return main.textContent.replace(/\s+/g, " ").trim();
  });
  return NOW.reduce((said, [now, word]) => said.replace(now, word), text);
};

/** The exact value of a number that is shown. */
export const value = async (locator) => Number(await locator.getAttribute("data-tal"));

/** What the list of the page counts in all: `afvigelser`, `borgere`, `oere` ... */
export const total = async (page, unit) => Number(await page.locator(`[data-total-${unit}]`).first().getAttribute(`data-total-${unit}`));

/** The first numbers in the answer of the page. */
export const answered = (page) => page.locator(".svar a.tal, .svar span.tal");

/** The ids in the first column of the list. */
export const ids = (page) => page.locator("#liste tbody th a").allInnerTexts();
