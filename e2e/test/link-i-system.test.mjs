// «Åbn borgeren i Nexus»: another tab, and nothing goes with it but the address itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { follow, skip, town } from "../lib/journey.mjs";

const here = town();
const HOST = "https://nexus.eksempel.invalid/";

test("linket åbner borgeren i en ny fane, og systemet ser ikke, hvor man kom fra", { skip }, async () => {
  await here.as("Sagsbehandler", async (page, context) => {
    const asked = [];
    await context.route(`${HOST}**`, async (route) => {
      asked.push(route.request());
      await route.fulfill({ contentType: "text/html", body: "<title>Nexus</title><p>Borgeren</p>" });
    });
    await follow(page, page.getByRole("navigation", { name: "Hovedmenu" }).getByRole("link", { name: "Afvigelser" }));
    await follow(page, page.locator("#liste tbody th a").first());
    const address = page.url();
    const link = page.getByRole("link", { name: /^Åbn borgeren i .*Nexus.*\(ny fane\)$/ });
    while ((await link.count()) === 0) await follow(page, page.locator("a[data-naeste]"));
    assert.deepEqual(asked, [], "intet er spurgt, før nogen trykker");
    const [tab] = await Promise.all([context.waitForEvent("page"), link.click()]);
    await tab.waitForLoadState();
    assert.equal(asked.length, 1);
    assert.match(asked[0].url(), /^https:\/\/nexus\.eksempel\.invalid\/borger\/\d{7}$/);
    const headers = await asked[0].allHeaders();
    assert.equal(headers.referer, undefined);
    assert.equal(headers.cookie, undefined);
    assert.equal(await tab.evaluate(() => window.opener), null);
    assert.equal(await tab.evaluate(() => document.referrer), "");
    await tab.close();
    assert.equal(new URL(page.url()).origin, new URL(address).origin, "siden bliver stående");
  });
});
