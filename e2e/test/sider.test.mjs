// Every kind of page, found by following links as a role can: no fault that axe knows, nothing but tables sideways, no link that fails.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NARROW, WIDE, axe, pictures, tooWide } from "../lib/browser.mjs";
import { skip, town } from "../lib/journey.mjs";

const here = town();
const FILES = /\.(xlsx|csv|txt)(\?|$)/;

/** The kind of page behind an address: its path with ids, numbers and names as one. */
function kind(address) {
  const { pathname, searchParams } = new URL(address, "http://127.0.0.1");
  const parts = pathname.split("/").filter(Boolean);
  // Pages of one source, one rule, one finding, one row, one line are of one kind; so is what a person is given as an id.
  const named = { "/indlaesning/kilde": 2, "/hjaelp/regler": 2, "/hjaelp/fund": 2, "/raekke": 1, "/log/linje": 2, "/log/borger": 2, "/grundlag": 1, "/kontrol": 1, "/afvigelser": 1, "/borgere": 1, "/indlaesning": 1, "/arbejde": 1 };
  // Where what follows is a name of the municipality's own, but for these words.
  const open = { "/kilder": ["ny", "nye"], "/datalandskab": ["historik", "ny"], "/aaret": [], "/validering": ["indsigelser"], "/leverandoerer": ["navne", "linje", "udkast", "ark", "aendringer"], "/kom-i-gang": ["trin"], "/administration/brugere": ["ny", "bekraeft"] };
  const keep = (part, at) => {
    const before = `/${parts.slice(0, at).join("/")}`;
    if (open[before] && !open[before].includes(part)) return "*";
    const isId = /^([AB]-[0-9A-Z]{6}|[0-9a-f]{12,}|\d+)$/.test(part);
    return isId || (named[before] === at && (/%|[A-Z]/.test(part) || named[before] === 2)) || before.startsWith("/raekke") ? "*" : part;
  };
  const path = parts.map(keep).join("/");
  return path === "kontrol/overblik" || !searchParams.has("saet") ? path : `${path}?saet`;
}

/** Walks from the front page to one page of each kind; `look` is asked on each. */
async function walk(page, look) {
  const seen = new Set();
  const queue = ["/"];
  while (queue.length) {
    const address = queue.shift();
    if (seen.has(kind(address))) continue;
    seen.add(kind(address));
    const answer = await page.goto(here.at(address));
    assert.equal(answer.status(), 200, address);
    // What is asked of a chart is asked when it is drawn.
    await page.waitForFunction(() => [...document.querySelectorAll("[data-diagram]")].every((chart) => chart.classList.contains("er-tegnet")));
    await look(kind(address) || "forside", address);
    const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((link) => link.getAttribute("href").split("#")[0]));
    queue.push(...links.filter((link) => !FILES.test(link) && !link.startsWith("/aktiver/") && !seen.has(kind(link))));
  }
  return seen;
}

// A kind of page that one role has shown at both widths is looked at in one width by the others: what differs is what they may.
const looked = new Set();
const ROLES = { "BI-konsulent": 30, Myndighedsleder: 30, "Direktør eller politiker": 9, Revisor: 25 };
for (const [role, least] of Object.entries(ROLES)) {
  test(`${role}: hver slags side er til at bruge for alle, bred og smal`, { skip }, async () => {
    await here.as(role, async (page) => {
      const faults = [];
      const seen = await walk(page, async (name) => {
        for (const viewport of looked.has(name) ? [WIDE] : [WIDE, NARROW]) {
          await page.setViewportSize(viewport);
          await page.locator("main details").evaluateAll((all) => all.forEach((part) => { part.open = true; }));
          for (const fault of await axe(page)) faults.push(`${name} ${viewport.width}: ${fault}`);
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
