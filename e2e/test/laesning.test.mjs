// Reading, on one page of every kind: without JavaScript, again by back and reload, the same for a colleague who gets the link, and on paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NARROW, WIDE, brokenDates, cutOff, tooWide } from "../lib/browser.mjs";
import { follow, heading, ids, reading, skip, town } from "../lib/journey.mjs";
import { drawn, walk } from "../lib/pages.mjs";
import { addUser, signIn } from "../lib/server.mjs";

/** The two roles that reach most, with a colleague of each. */
const ROLES = { "BI-konsulent": ["kaja-bi", "bi_konsulent"], Myndighedsleder: ["kaja-myndighed", "myndighedsleder"] };
const CODE = "En-lang-kode-til-Kaja-2026";

const here = town((folder) => {
  for (const [name, role] of Object.values(ROLES)) addUser(folder, name, role, CODE);
});

/** What says who has looked and who is in: another text after each look. */
const moves = (kind) => kind.startsWith("log/") || kind === "administration/brugere";

/**
 * Pages that are about the one who looks or about who is in: one's own look-ups and code, what only the sender takes
 * back, that nobody confirms oneself. A colleague sees the like; reload and back give it again.
 */
const PERSONAL = ["adgangskode", "rettelser/*", "administration/brugere", "administration/brugere/bekraeft"];

let known;
/**
 * One page of each kind with what it says, by role. A kind that both roles reach is asked of the first; the second is
 * asked of what it alone has.
 */
function places() {
  known ??= (async () => {
    const walked = await Promise.all(Object.keys(ROLES).map((role) => here.as(role, async (page) => {
      const out = [];
      await walk(page, here.at, async (kind) => out.push({ kind, address: page.url(), text: await reading(page) }));
      return out;
    })));
    const [first, second] = walked;
    const shared = new Set(first.map(({ kind }) => kind));
    assert.ok(shared.size >= 75, `${shared.size} slags sider`);
    const [one, other] = Object.keys(ROLES);
    return { [one]: first, [other]: second.filter(({ kind }) => !shared.has(kind)) };
  })();
  return known;
}

/** Both roles at once, each in a browser of its own; `work` answers with what is wrong. */
async function each(work, settings = () => ({})) {
  const all = await places();
  const faults = await Promise.all(Object.keys(ROLES).map((role) => here.as(role, (page) => work(page, all[role]), settings(role))));
  assert.equal(faults.flat().join("\n"), "");
}

/** Where two texts part. */
function parting(now, before) {
  if (now === before) return [];
  let at = 0;
  while (now[at] === before[at]) at += 1;
  const near = (text) => text.slice(Math.max(0, at - 30), at + 60);
  return [`«${near(now)}» i stedet for «${near(before)}»`];
}

/** What a page without scripts cannot be used for: a form that cannot be sent, a part that only a script can fetch. */
const dead = (page) =>
  page.evaluate(() => {
    const out = [];
    for (const form of document.querySelectorAll("form")) {
      const sends = form.querySelector("button:not([type=button]), input[type=submit]") || (form.id && document.querySelector(`button[form="${form.id}"]`));
      if (!sends && form.method !== "dialog") out.push(`formularen til ${form.getAttribute("action")} kan ikke sendes`);
      if (form.method === "post" && !form.querySelector("input[name=csrf]")) out.push(`formularen til ${form.getAttribute("action")} bliver afvist`);
    }
    for (const part of document.querySelectorAll("[hx-get], [hx-post]")) {
      const way = part.getAttribute("hx-get") ?? part.getAttribute("hx-post");
      const same = (one) => one.getAttribute("href") === way || one.getAttribute("action") === way;
      if (![part, part.closest("form"), ...part.querySelectorAll("a, form")].some((one) => one && same(one))) out.push(`${way} kan kun hentes af et script`);
    }
    return out;
  });

test("uden JavaScript står det samme på hver slags side, og intet er kun for scripts", { skip }, async () => {
  const asked = new Set();
  await each(async (page, all) => {
    const faults = [];
    for (const { kind, address, text } of all) {
      assert.equal((await page.goto(address)).status(), 200, address);
      const said = [...(moves(kind) ? [] : parting(await reading(page), text)), ...(await dead(page))];
      // What is folded opens.
      const folded = page.locator("main details:not([open]) > summary:visible").first();
      if (await folded.count()) {
        await folded.focus();
        await page.keyboard.press("Enter");
        if (!(await page.locator("main details[open] > summary").count())) said.push("det foldede åbner ikke");
      }
      faults.push(...said.map((one) => `${kind}: ${one}`));
      // A form that asks leads to a page, each once.
      for (const at of await page.locator("main form").evaluateAll((forms) => forms.flatMap((form, at) => (form.method === "get" ? [at] : [])))) {
        const form = page.locator("main form").nth(at);
        const to = await form.getAttribute("action");
        if (asked.has(to)) continue;
        asked.add(to);
        await form.evaluate((one) => { for (let up = one.closest("details"); up; up = up.parentElement.closest("details")) up.open = true; });
        const [answer] = await Promise.all([page.waitForResponse((one) => one.request().isNavigationRequest() && one.status() !== 303), follow(page, form.locator("button:visible").last())]);
        if (answer.status() !== 200) faults.push(`${kind}: formularen til ${to} giver ${answer.status()}`);
        await page.goto(address);
      }
    }
    return faults;
  }, () => ({ javaScript: false, viewport: NARROW }));
  assert.ok(asked.size >= 8, `${asked.size} formularer: ${[...asked].join(" ")}`);
});

test("uden JavaScript vælger filtrene", { skip }, async () => {
  await here.as("BI-konsulent", async (page) => {
    await page.goto(here.at("/afvigelser"));
    const filters = page.getByRole("search", { name: "Vælg afvigelser" });
    const before = await ids(page);
    await filters.getByLabel("Ansvarlig").selectOption({ index: 1 });
    await follow(page, filters.getByRole("button", { name: "Vis" }));
    assert.ok((await ids(page)).length < before.length);
  }, { javaScript: false, viewport: NARROW });
});

/** Pages that a browser holds in its history, with room to spare. */
const CHAPTER = 20;

test("et delt link giver en kollega den samme side, og genindlæsning og tilbage giver den igen", { skip }, async () => {
  await each(async (page, all) => {
    const faults = [];
    const look = async ({ kind, text }, how) => faults.push(...parting(await reading(page), text).map((one) => `${kind}, ${how}: ${one}`));
    const shared = all.filter(({ kind }) => !kind.startsWith("log/"));
    for (let from = 0; from < shared.length; from += CHAPTER) {
      const chapter = shared.slice(from, from + CHAPTER);
      for (const place of chapter) {
        await page.goto(place.address);
        if (PERSONAL.includes(place.kind)) place.text = await reading(page);
        await look(place, "delt");
        await page.reload();
        await look(place, "genindlæst");
      }
      for (const place of chapter.toReversed().slice(1)) {
        await Promise.all([page.waitForEvent("load"), page.goBack()]);
        assert.equal(page.url(), place.address);
        await look(place, "tilbage");
      }
    }
    return faults;
  }, (role) => ({ come: (page, address) => signIn(page, address, ROLES[role][0], CODE) }));
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

/** What leads on from a screen and nowhere from a sheet of paper. */
const ONLY_ON_SCREEN = ["nav", ".filtre", "button", "input[type=file]", ".handlinger", ".bund", ".sidepanel form", ".skipnav", ".slip"];

/** A sheet of A4 less its margins, in pixels: lying where the page is wide. */
const SHEET = { lying: 1030, standing: 700 };

test("på papiret er der overskrift og grundlag, ingen menu, filtre eller knapper, og intet er skåret af", { skip }, async () => {
  await each(async (page, all) => {
    const faults = [];
    for (const { kind, address } of all) {
      await page.emulateMedia({ media: "print" });
      await page.setViewportSize(WIDE);
      await page.goto(address);
      await drawn(page);
      const lies = (await page.locator(".side.bred").count()) > 0;
      await page.setViewportSize({ width: lies ? SHEET.lying : SHEET.standing, height: 900 });
      const said = [];
      for (const part of ONLY_ON_SCREEN) {
        const shown = await page.locator(part).evaluateAll((parts) => parts.filter((one) => one.getClientRects().length).map((one) => one.outerHTML.slice(0, 100)));
        if (shown.length) said.push(`${part}: ${shown[0]}`);
      }
      if (!(await page.locator("h1").isVisible())) said.push("ingen overskrift");
      const basis = page.locator(".grundlag");
      if ((await basis.count()) && !(await basis.isVisible())) said.push("grundlaget står ikke på papiret");
      // Where, when and by whom: in the margin of every sheet.
      const foot = await page.evaluate(() => document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)).join("\n"));
      if (!foot.includes(new URL(address).host) || !foot.includes("udskrevet af")) said.push("foden mangler");
      said.push(...(await cutOff(page)).map((one) => `skåret af: ${one}`), ...(await brokenDates(page)).map((one) => `delt: ${one}`));
      const over = await tooWide(page);
      if (over > 0) said.push(`${over} px for bred til papiret`);
      if ((await page.pdf({ preferCSSPageSize: true })).subarray(0, 4).toString() !== "%PDF") said.push("ingen PDF");
      faults.push(...said.map((one) => `${kind}: ${one}`));
    }
    return faults;
  });
});
