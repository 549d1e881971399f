// Reading: without JavaScript, again by back and reload, the same for a colleague who gets the link, and on paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NARROW, tooWide } from "../lib/browser.mjs";
import { follow, heading, ids, reading, skip, town } from "../lib/journey.mjs";

const here = town();

/** A page of each kind that is read most: the front page, a list, a deviation of it and its citizen. */
async function places(page) {
  await page.goto(here.at("/"));
  const list = await page.locator(".svar a.tal").first().getAttribute("href");
  await page.goto(here.at(list));
  const item = await page.locator("#liste tbody th a").first().getAttribute("href");
  const citizen = await page.locator("#liste tbody td:nth-of-type(2) a").first().getAttribute("href");
  return ["/", list, item, citizen];
}

test("uden JavaScript står det samme på siderne", { skip }, async () => {
  const asked = await here.as("BI-konsulent", async (page) => {
    const out = [];
    for (const address of await places(page)) {
      await page.goto(here.at(address));
      out.push([address, await reading(page)]);
    }
    return out;
  });
  await here.as("BI-konsulent", async (page) => {
    for (const [address, text] of asked) {
      await page.goto(here.at(address));
      assert.equal(await reading(page), text, address);
      // What is folded opens; what is a number leads on.
      const folded = page.locator("main details:not([open]) > summary:visible").first();
      if (await folded.count()) await folded.click();
    }
    await page.goto(here.at(asked[1][0]));
    const filters = page.getByRole("search", { name: "Vælg afvigelser" });
    const before = await ids(page);
    await filters.getByLabel("Ansvarlig").selectOption({ index: 1 });
    await follow(page, filters.getByRole("button", { name: "Vis" }));
    assert.ok((await ids(page)).length < before.length);
  }, { javaScript: false, viewport: NARROW });
});

test("tilbage, genindlæsning og et delt link giver den samme side", { skip }, async () => {
  const shared = await here.as("BI-konsulent", async (page) => {
    const [, list, item] = await places(page);
    await page.goto(here.at(list));
    const [address, text] = [page.url(), await reading(page)];
    await page.reload();
    assert.equal(await reading(page), text);
    await follow(page, page.locator("#liste tbody th a").first());
    const one = await reading(page);
    await Promise.all([page.waitForEvent("load"), page.goBack()]);
    assert.equal(page.url(), address);
    assert.equal(await reading(page), text);
    await Promise.all([page.waitForEvent("load"), page.goForward()]);
    assert.equal(await reading(page), one);
    return [[address, text], [here.at(item), one]];
  });
  // The same role on another machine; there is no cookie of the first.
  await here.as("BI-konsulent", async (page) => {
    for (const [address, text] of shared) {
      await page.goto(address);
      assert.equal(await reading(page), text);
    }
  });
});

test("et link, der er delt, fører gennem indgangen til den samme side", { skip }, async () => {
  await here.as("BI-konsulent", async (page, context) => {
    await page.goto(here.at("/afvigelser?sorter=dage"));
    const text = await reading(page);
    await context.clearCookies();
    await page.goto(here.at("/afvigelser?sorter=dage"));
    assert.equal(await heading(page), "Log ind");
    await follow(page, page.getByRole("button", { name: "BI-konsulent", exact: true }));
    assert.equal(page.url(), here.at("/afvigelser?sorter=dage"));
    assert.equal(await reading(page), text);
  });
});

test("papiret har ingen menu, ingen filtre og ingen knapper", { skip }, async () => {
  await here.as("BI-konsulent", async (page) => {
    for (const address of await places(page)) {
      await page.goto(here.at(address));
      await page.emulateMedia({ media: "print" });
      for (const part of ["nav", ".filtre", "button", ".handlinger", ".bund", ".sidepanel form", ".skipnav"]) {
        const shown = await page.locator(part).evaluateAll((all) => all.filter((one) => one.getClientRects().length).map((one) => one.outerHTML.slice(0, 120)));
        assert.deepEqual(shown, [], `${address}: ${part}`);
      }
      assert.ok(await page.locator("h1").isVisible());
      // A sheet of A4 less its margins, lying where the page is wide: nothing is cut off at the right.
      const lies = (await page.locator(".side.bred").count()) > 0;
      await page.setViewportSize({ width: lies ? 1030 : 700, height: 900 });
      assert.ok((await tooWide(page)) <= 0, `${address}: ${await tooWide(page)} px for bred til papiret`);
      assert.equal((await page.pdf({ preferCSSPageSize: true })).subarray(0, 4).toString(), "%PDF");
      await page.emulateMedia({ media: "screen" });
      await page.setViewportSize({ width: 1440, height: 900 });
    }
  });
});
