// The page that has every shared part: what holds here holds wherever the parts are used.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { NARROW, WIDE, axe, browser, pictures, tooWide, visitor } from "../lib/browser.mjs";
import { serve } from "../lib/files.mjs";

const source = process.env.OTTETAL_STILARK;
const skip = source ? false : "OTTETAL_STILARK nævner ikke stilarket (cargo run -p web --example stilark)";
let chrome;
let files;

before(async () => {
  if (skip) return;
  files = await serve(readFileSync(source));
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await files?.stop();
});

/** Opens the page, runs `work`, and expects that the browser had nothing to say. */
async function open(settings, work) {
  const { context, page, said } = await visitor(chrome, settings);
  await page.goto(files.address, { waitUntil: "networkidle" });
  await work(page);
  await context.close();
  assert.deepEqual(said, []);
}

test("axe finder ingen fejl, på bred og smal skærm", { skip }, async () => {
  for (const viewport of [WIDE, NARROW]) {
    await open({ viewport }, async (page) => {
      // What is folded is read too.
      await page.evaluate(() => document.querySelectorAll("main details").forEach((part) => (part.open = true)));
      assert.deepEqual(await axe(page), []);
    });
  }
});

test("ingen bredde giver siden en vandret rullebjælke", { skip }, async () => {
  for (const width of [320, 400, 640, 979, 980, 1440, 1920]) {
    await open({ viewport: { width, height: 800 } }, async (page) => {
      assert.ok((await tooWide(page)) <= 0, `${width} px`);
      await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
      assert.ok((await tooWide(page)) <= 0, `${width} px, foldet ud`);
    });
  }
});

test("siden kan læses uden JavaScript", { skip }, async () => {
  await open({ javaScript: false, viewport: NARROW }, async (page) => {
    await page.click(".lille-menu summary");
    assert.equal(await page.isVisible(".lille-menu nav a"), true);
    await page.click("#borgere summary");
    assert.equal(await page.isVisible("#borgere-tal"), true);
    assert.equal(await page.isVisible("#borgere .flade"), false);
  });
});

test("tasterne går til næste, til filtrene, ned ad rækkerne og til hjælpen", { skip }, async () => {
  await open({}, async (page) => {
    await page.evaluate(() => {
      const link = document.createElement("a");
      link.href = "#naeste-er-trykket";
      link.dataset.naeste = "";
      document.querySelector("main").append(link);
    });
    await page.keyboard.press("j");
    assert.match(page.url(), /#naeste-er-trykket$/);
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.closest(".filtre") !== null), true);
    // Whoever writes in a field writes.
    await page.focus("#leverandoer-skjult, #kommentar");
    await page.keyboard.type("j/?");
    assert.equal(await page.inputValue("#kommentar"), "j/?");
    await page.focus("#liste tbody th a");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => [...document.querySelectorAll("#liste tbody th a")].indexOf(document.activeElement)), 1);
    await page.keyboard.press("?");
    assert.equal(await page.isVisible("dialog.tasthjaelp"), true);
    await page.keyboard.press("Escape");
    assert.equal(await page.isVisible("dialog.tasthjaelp"), false);
  });
});

test("et vist navn forsvinder, når tiden er gået", { skip }, async () => {
  const { context, page, said } = await visitor(chrome);
  await page.route(files.address, async (route) => {
    const body = (await (await route.fetch()).text()).replace("</main>", '<span class="vist" data-vist-til="1">Opfundet Navn</span></main>');
    await route.fulfill({ body, contentType: "text/html; charset=utf-8" });
  });
  await page.goto(files.address);
  assert.equal(await page.getByText("Opfundet Navn").count(), 1);
  await page.waitForFunction(() => !document.body.textContent.includes("Opfundet Navn"), null, { timeout: 5_000 });
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  await context.close();
  assert.deepEqual(said, []);
});

test("diagrammer tegnes i siden, og billederne kan ses", { skip }, async () => {
  await open({}, async (page) => {
    assert.equal(await page.locator(".flade.er-tegnet svg").count(), 2);
    await pictures(page, "stilark");
  });
});

test("filer, der trækkes hen, bliver sendt, og svaret vises én gang", { skip }, async () => {
  const { context, page, said } = await visitor(chrome);
  let sent = "";
  let shown = 0;
  await page.route("**/modtag", async (route) => {
    sent = route.request().postDataBuffer().toString("latin1");
    await route.fulfill({ status: 303, headers: { Location: "/modtaget" } });
  });
  await page.route("**/modtaget", async (route) => {
    shown += 1;
    await route.fulfill({ body: "<!doctype html><title>Modtaget</title><h1>2 filer er modtaget</h1>", contentType: "text/html; charset=utf-8" });
  });
  await page.goto(files.address, { waitUntil: "networkidle" });
  await page.evaluate(() => {
    const frame = document.querySelector(".slip");
    frame.closest("form").action = "/modtag";
    frame.closest("form").noValidate = true;
    const carried = new DataTransfer();
    for (const name of ["a.csv", "b.csv"]) carried.items.add(new File(["x;y"], name));
    frame.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
  });
  assert.equal(await page.textContent(".slip output"), "a.csv, b.csv");
  await page.click(".slip button");
  await page.waitForFunction(() => document.title === "Modtaget");
  assert.match(sent, /filename="a\.csv"[^]*filename="b\.csv"/);
  assert.equal(shown, 1);
  await context.close();
  assert.deepEqual(said, []);
});
