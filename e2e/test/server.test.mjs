// The real program: it starts, says where it is, lets a role in with one click, and keeps the rules of the house on its first pages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NARROW, WIDE, axe, browser, pictures, tooWide, visitor } from "../lib/browser.mjs";
import { demo, enter, server, thereIsAProgram } from "../lib/server.mjs";

const skip = thereIsAProgram() ? false : "OTTETAL_PROGRAM nævner ikke programmet";
let chrome;
let place;
let running;

before(async () => {
  if (skip) return;
  place = demo();
  [running, chrome] = await Promise.all([server(place.folder), browser()]);
});
after(async () => {
  await chrome?.close();
  await running?.stop();
  place?.remove();
});

test("den, der ikke er kommet ind, ser kun indgangen", { skip }, async () => {
  for (const viewport of [WIDE, NARROW]) {
    const { context, page, said } = await visitor(chrome, { viewport });
    await page.goto(running.address, { waitUntil: "networkidle" });
    assert.equal(new URL(page.url()).pathname, "/log-ind");
    assert.deepEqual(await axe(page), []);
    assert.ok((await tooWide(page)) <= 0);
    if (viewport === WIDE) await pictures(page, "log-ind");
    await context.close();
    assert.deepEqual(said, []);
  }
});

test("en rolle kommer ind med ét klik, og browseren gemmer ingen side", { skip }, async () => {
  const { context, page, said } = await visitor(chrome);
  await enter(page, running.address, "BI-konsulent");
  const answer = await page.goto(running.address, { waitUntil: "networkidle" });
  assert.equal(answer.status(), 200);
  assert.equal(answer.headers()["cache-control"], "no-store");
  assert.match(answer.headers()["content-security-policy"], /default-src 'none'/);
  assert.deepEqual(await axe(page), []);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  await context.close();
  assert.deepEqual(said, []);
});

test("en side fylder under 100 KiB ved siden af det, browseren har", { skip }, async () => {
  const { context, page } = await visitor(chrome);
  await enter(page, running.address, "BI-konsulent");
  await page.waitForLoadState("networkidle");
  // The second time the assets come from the browser itself.
  let bytes = 0;
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  client.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
  await page.goto(running.address, { waitUntil: "networkidle" });
  assert.ok(bytes > 0 && bytes < 100 * 1024, `${bytes} bytes`);
  await context.close();
});
