// Every kind of page, found by following links as a role can: no fault that axe knows, nothing but tables sideways, no link that fails.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NARROW, WIDE, axe, brokenDates, pictures, tooWide } from "../lib/browser.mjs";
import { skip, town } from "../lib/journey.mjs";
import { walk } from "../lib/pages.mjs";

const here = town();
// A kind of page that one role has shown at both widths is looked at in one width by the others: what differs is what they may.
const looked = new Set();
const ROLES = { "BI-konsulent": 75, Myndighedsleder: 70, "Direktør eller politiker": 9, Revisor: 25 };
for (const [role, least] of Object.entries(ROLES)) {
  test(`${role}: hver slags side er til at bruge for alle, bred og smal`, { skip }, async () => {
    await here.as(role, async (page) => {
      const faults = [];
      const seen = await walk(page, here.at, async (name) => {
        for (const viewport of looked.has(name) ? [WIDE] : [WIDE, NARROW]) {
          await page.setViewportSize(viewport);
          await page.locator("main details").evaluateAll((all) => all.forEach((part) => { part.open = true; }));
          for (const fault of await axe(page)) faults.push(`${name} ${viewport.width}: ${fault}`);
          for (const date of await brokenDates(page)) faults.push(`${name} ${viewport.width}: ${date} er delt`);
          const over = await tooWide(page);
          if (over > 0) faults.push(`${name} ${viewport.width}: ${over} px for bred`);
        }
        looked.add(name);
        assert.equal(await page.locator("h1").count(), 1, name);
        if (process.env.OTTETAL_BILLEDER) {
          await page.reload();
          await pictures(page, `${role.split(/[ -]/)[0].toLowerCase()}-${name.replaceAll("/", "-").replaceAll("*", "x")}`);
        }
        await page.setViewportSize(WIDE);
      });
      assert.deepEqual([...new Set(faults)], []);
      assert.ok(seen.size >= least, `${seen.size} slags sider: ${[...seen].join(" ")}`);
    });
  });
}
