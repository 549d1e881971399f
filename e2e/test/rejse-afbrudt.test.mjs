// A control that takes its time: followed, stopped by its button, run to its end; and the server that is killed in the middle of one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, visitor } from "../lib/browser.mjs";
import { follow, heading, ids, skip, total } from "../lib/journey.mjs";
import { large } from "../lib/large.mjs";
import { busy, demo, enter, server } from "../lib/server.mjs";

/** As many times the demo's citizens as make a run that can be followed. */
const TIMES = 15;
const RUN = /^Kør nu.*Nexus mod AS2007/;

/** What the browser says itself while there is nobody at the other end. */
const NOBODY = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET|Failed to fetch/;

/** A large town of its own, whose newest extracts no control has seen, with somebody in it; afterwards the browser has had nothing else to say. */
async function alone(work) {
  const place = demo();
  large(place.folder, TIMES);
  const own = { running: await server(place.folder), folder: place.folder };
  own.at = (address) => new URL(address, own.running.address).href;
  const chrome = await browser();
  try {
    const { page, said } = await visitor(chrome);
    await enter(page, own.running.address, "BI-konsulent");
    await work(page, own);
    assert.deepEqual(said.filter((line) => !NOBODY.test(line)), []);
  } finally {
    await chrome.close();
    await own.running.stop();
    place.remove();
  }
}

/**
 * Begins the saved control on a machine that has much else to do, and waits until its page says how far it is. Answers
 * with what gives the program its time again; until then it has very little.
 */
async function begin(page, own) {
  await page.goto(own.at("/kontrol"));
  const free = busy(own.running.child, 40, 60);
  try {
    await follow(page, page.getByRole("button", { name: RUN }));
    assert.match(new URL(page.url()).pathname, /^\/arbejde\//);
    await page.locator(".fremdrift progress[max='100']").waitFor();
    assert.match(await page.locator(".fremdrift [role=status]").innerText(), /begyndt .* af Birgit BI/);
  } finally {
    free();
  }
  return busy(own.running.child, 15, 150);
}

const finished = (page) => page.waitForFunction(() => !document.querySelector(".fremdrift"), null, { timeout: 90_000 });

/** The list as it is: how many in all, and which stand first. */
async function list(page, own) {
  await page.goto(own.at("/afvigelser"));
  return [await total(page, "afvigelser"), await total(page, "oere"), ...(await ids(page))];
}

/** The run came to its end, and the list is carried on to the new extracts. */
async function ended(page, own, before) {
  await finished(page);
  assert.match(await page.locator("main").innerText(), /Færdig[^]*Listen er ført frem\.[^]*nye/);
  const [now] = await list(page, own);
  assert.ok(now > before[0], `${now} afvigelser efter ${before[0]}`);
}

test("en kontrol følges, standses med sin knap, siger det og køres igen til ende", { skip, timeout: 240_000 }, async () => {
  await alone(async (page, own) => {
    const before = await list(page, own);
    let free = await begin(page, own);
    try {
      await page.getByRole("button", { name: "Stop" }).click();
    } finally {
      free();
    }
    await finished(page);
    assert.match(await page.locator("main").innerText(), /Stoppet[^]*Arbejdet blev stoppet\. Intet er ændret\./);
    assert.deepEqual(await list(page, own), before);
    await page.goto(own.at("/arbejde"));
    assert.match(await page.locator("main tbody tr").first().innerText(), /Nexus mod AS2007[^]*Stoppet/);

    free = await begin(page, own);
    try {
      // The page asks by itself, and the bar moves.
      await page.waitForFunction(() => document.querySelector(".fremdrift progress").value > 0, null, { timeout: 60_000 });
      assert.match(await page.locator(".fremdrift [role=status]").innerText(), /^[1-9]\d* %, begyndt/);
    } finally {
      free();
    }
    await ended(page, own, before);
    await page.goBack();
    await follow(page, page.getByRole("link", { name: "Se afvigelserne" }));
    assert.equal(await heading(page), "Afvigelser");
  });
});

test("serveren slås ihjel midt i en kontrol: siden siger det, når den er der igen, og intet kvitteret er væk", { skip, timeout: 240_000 }, async () => {
  await alone(async (page, own) => {
    const before = await list(page, own);
    await page.goto(own.at(`/afvigelser/${before[2]}`));
    await page.getByLabel("Kommentar").fill("Skrevet lige før strømmen gik");
    await follow(page, page.getByRole("button", { name: "Gem", exact: true }));
    const free = await begin(page, own);
    const at = page.url();
    const { port } = new URL(own.running.address);
    const died = new Promise((done) => own.running.child.once("exit", (_, signal) => done(signal)));
    own.running.child.kill("SIGKILL");
    assert.equal(await died, "SIGKILL");
    free();
    // The page stays as it is and says that nobody answers; it goes on asking.
    await page.waitForFunction(() => /svarer ikke/.test(document.querySelector(".fremdrift [role=status]")?.textContent ?? ""), null, { timeout: 30_000 });

    own.running = await server(own.folder, [], port);
    await finished(page);
    assert.equal(page.url(), at);
    assert.match(await page.locator("main").innerText(), /Afbrudt[^]*Begyndt .* af Birgit BI/);
    await page.goto(own.at(`/afvigelser/${before[2]}`));
    assert.match(await page.locator(".historik").innerText(), /«Skrevet lige før strømmen gik»/);
    assert.deepEqual(await list(page, own), before);

    // The folder is whole, and the same control runs to its end.
    await page.goto(own.at("/kontrol"));
    await follow(page, page.getByRole("button", { name: RUN }));
    await ended(page, own, before);
    await page.goto(own.at("/arbejde"));
    const rows = await page.locator("main tbody tr").allInnerTexts();
    assert.match(rows[0], /Færdig/);
    assert.match(rows[1], /Afbrudt/);
  });
});
