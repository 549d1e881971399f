// Those who lead, deliver, run and audit: what they see, and what they do not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, follow, heading, ids, reading, skip, total, town } from "../lib/journey.mjs";

const here = town();
const CITIZEN = /\bB-[0-9A-Z]{6}\b/;

/** Asks for an address by hand and expects that it is refused and says nothing of what is there. */
async function refuses(page, address, status = 403) {
  const answer = await page.goto(here.at(address));
  assert.equal(answer.status(), status, address);
  assert.equal(await heading(page), status === 403 ? "Ingen adgang" : "Findes ikke");
  assert.doesNotMatch(await reading(page), CITIZEN);
}

const menu = (page) => page.getByRole("navigation", { name: "Hovedmenu" }).getByRole("link").allInnerTexts();

test("direktøren ser afrundede tal uden veje til rækker", { skip }, async () => {
  await here.as("Direktør eller politiker", async (page) => {
    assert.deepEqual(await menu(page), ["Forside", "Hjælp"]);
    assert.match(await page.locator(".svar").innerText(), /Omkring \d/);
    assert.equal(await page.locator("main [data-tal], main a[href^='/afvigelser'], main a[href^='/borgere']").count(), 0);
    for (const text of await page.locator("#spoergsmaal .tal").allInnerTexts()) {
      const number = Number(text.replace(/[.\s]/g, ""));
      assert.ok(Number.isNaN(number) || number % 5 === 0, text);
    }
    for (const address of ["/afvigelser", "/afvigelser?fund=nyeste", "/afvigelser.xlsx", "/borgere", "/moede", "/kontrol", "/indlaesning", "/log"]) await refuses(page, address);
  }, { refused: true });
});

test("administratoren ser driften og ingen borgere", { skip }, async () => {
  await here.as("Administrator", async (page) => {
    assert.equal(await heading(page), "Drift");
    for (const name of await menu(page)) {
      await follow(page, page.getByRole("navigation", { name: "Hovedmenu" }).getByRole("link", { name, exact: true }));
      assert.doesNotMatch(await reading(page), CITIZEN);
    }
    await page.goto(here.at("/indlaesning"));
    await follow(page, page.locator("#kilder tbody th a").first());
    assert.doesNotMatch(await reading(page), CITIZEN);
    for (const address of ["/afvigelser", "/borgere", "/moede", "/kontrol", "/log"]) await refuses(page, address);
  }, { refused: true });
});

test("revisoren læser loggen og giver en borger sin kvittering", { skip }, async () => {
  const citizen = await here.as("BI-konsulent", async (page) => {
    await page.goto(here.at("/borgere"));
    const link = page.locator("#borgere tbody th a").first();
    const id = await link.innerText();
    await follow(page, link);
    return id;
  });
  await here.as("Revisor", async (page) => {
    await follow(page, page.getByRole("navigation", { name: "Hovedmenu" }).getByRole("link", { name: "Administration" }));
    await follow(page, page.getByRole("navigation", { name: "Sider her" }).getByRole("link", { name: "Log", exact: true }));
    const filters = page.getByRole("search");
    await filters.getByLabel("Borgerens id").fill(citizen);
    await filters.getByLabel("Bruger").fill("demo-bi");
    await follow(page, filters.getByRole("button", { name: "Vis" }));
    const lines = await page.locator("#linjer tbody tr").allInnerTexts();
    assert.ok(lines.length >= 2 && lines.every((line) => line.includes("demo-bi")), lines.join("\n"));
    await page.goto(here.at(`/log/borger/${citizen}`));
    assert.ok((await page.locator("#dage tbody tr").count()) > 0);
    assert.doesNotMatch(await reading(page), /demo-|Birgit/);
    await follow(page, page.getByRole("link", { name: /Med medarbejdernes navne/ }));
    assert.match(await page.locator("#linjer").innerText(), /demo-bi/);
    await page.goto(here.at("/log"));
    await follow(page, page.getByRole("link", { name: "Er loggen hel?" }));
    assert.match(await page.locator(".svar").innerText(), /^Ja: alle [\d.]+ linjer står/);
  });
});

test("områdelederen læser alt på området og ændrer intet", { skip }, async () => {
  await here.as("Områdeleder", async (page) => {
    await page.goto(here.at("/afvigelser"));
    assert.ok((await total(page, "afvigelser")) > 0);
    assert.equal(await page.getByRole("button", { name: "Gem for de valgte" }).count(), 0);
    await follow(page, page.locator("#liste tbody th a").first());
    assert.match(await page.locator(".sidepanel").innerText(), /kan læse afvigelsen, men ikke ændre den/);
    assert.equal(await page.getByRole("button", { name: "Gem", exact: true }).count(), 0);
    for (const address of ["/kontrol", "/indlaesning", "/log"]) await refuses(page, address);
  }, { refused: true });
});

test("lederen af et tilbud ser eget tilbuds rækker og aldrig et navn", { skip }, async () => {
  const everybody = await here.as("BI-konsulent", async (page) => {
    await page.goto(here.at("/afvigelser"));
    return ids(page);
  });
  await here.as("Leder af tilbud", async (page) => {
    await page.goto(here.at("/afvigelser"));
    const own = await ids(page);
    assert.ok(own.length > 0 && own.length < everybody.length);
    await follow(page, page.locator("#liste tbody td:nth-of-type(2) a, #liste tbody td:nth-of-type(1) a").first());
    assert.match(await heading(page), CITIZEN);
    assert.equal(await page.getByRole("button", { name: /Vis i fem minutter/ }).count(), 0);
    assert.match(await reading(page), /Din rolle ser ikke målgrupper/);
    await refuses(page, `/afvigelser/${everybody.find((id) => !own.includes(id))}`, 404);
    await refuses(page, "/indlaesning");
  }, { refused: true });
});

test("den administrative medarbejder arbejder med teamets, men ser ingen målgruppe", { skip }, async () => {
  await here.as("Administrativ medarbejder", async (page) => {
    await page.goto(here.at("/afvigelser"));
    assert.ok((await total(page, "afvigelser")) > 0);
    assert.equal(await page.getByRole("button", { name: "Gem for de valgte" }).count(), 1);
    const citizen = await answered(page).nth(1).getAttribute("href");
    assert.ok(citizen);
    await page.goto(here.at("/borgere"));
    await follow(page, page.locator("#borgere tbody th a").first());
    assert.equal(await page.getByRole("columnheader", { name: "Målgruppe" }).count(), 0);
    assert.match(await reading(page), /Din rolle ser ikke målgrupper/);
    await refuses(page, "/kontrol");
  }, { refused: true });
});
