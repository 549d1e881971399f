// Those who work on the deviations: the coordinator gives them out, the caseworker has the own, the manager decides at the meeting.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answered, follow, heading, ids, skip, total, town, value } from "../lib/journey.mjs";

const here = town();

test("koordinatoren filtrerer, tildeler ti på én gang og finder dem under det nye navn", { skip }, async () => {
  await here.as("Faglig koordinator", async (page) => {
    await page.goto(here.at("/afvigelser"));
    const all = await ids(page);
    const filters = page.getByRole("search", { name: "Vælg afvigelser" });
    const paragraf = (await page.locator("#liste tbody td:nth-of-type(3)").last().innerText()).replace(/^Kun\s+/, "");
    await filters.getByLabel("Paragraf").selectOption(paragraf);
    await follow(page, filters.getByRole("button", { name: "Vis" }));
    const some = await ids(page);
    assert.ok(some.length > 0 && some.length < all.length);
    for (const text of await page.locator("#liste tbody td:nth-of-type(3)").allInnerTexts()) assert.ok(text.endsWith(paragraf), text);
    await follow(page, page.getByRole("link", { name: "Nulstil" }));
    assert.deepEqual(await ids(page), all);

    for (const id of all.slice(0, 10)) await page.getByRole("checkbox", { name: `Vælg ${id}` }).check();
    await page.getByLabel("Tildel til").fill("Sanne Sagsbehandler");
    await follow(page, page.getByRole("button", { name: "Gem for de valgte" }));
    assert.match(await page.locator("[role=status]").first().innerText(), /Afvigelserne er fordelt/);
    await filters.getByLabel("Ansvarlig").selectOption({ label: "Sanne Sagsbehandler" });
    await follow(page, filters.getByRole("button", { name: "Vis" }));
    assert.deepEqual((await ids(page)).sort(), all.slice(0, 10).sort());
    assert.equal(await total(page, "afvigelser"), 10);
  });
});

test("sagsbehandleren ser kun sine egne, og et vist navn står i egne opslag og skjules igen", { skip }, async () => {
  const all = await here.as("BI-konsulent", async (page) => {
    await page.goto(here.at("/afvigelser"));
    return ids(page);
  });
  await here.as("Sagsbehandler", async (page) => {
    await page.clock.install();
    await page.goto(here.at("/afvigelser"));
    const own = await ids(page);
    assert.ok(own.length > 0 && own.length < all.length);
    const answer = await page.goto(here.at(`/afvigelser/${all.find((id) => !own.includes(id))}`));
    assert.equal(answer.status(), 404);
    assert.equal(await heading(page), "Findes ikke");

    await page.goto(here.at("/afvigelser"));
    const link = page.locator("#liste tbody td:nth-of-type(2) a").first();
    const citizen = await link.innerText();
    await follow(page, link);
    assert.equal(await page.locator(".vist").count(), 0);
    assert.doesNotMatch(await page.content(), /\d{6}-\d{4}/);
    const purposes = page.getByLabel("Hvad skal du bruge det til?");
    await purposes.selectOption("KLAGE");
    await follow(page, page.getByRole("button", { name: "Vis i fem minutter" }));
    assert.match(await page.locator(".vist").innerText(), /^\p{L}.*, \d{6}-\d{4}$/u);
    assert.doesNotMatch(page.url(), /\d{6}-?\d{4}/);

    await page.clock.fastForward("05:01");
    assert.equal(await page.locator(".vist").count(), 0);
    assert.doesNotMatch(await page.locator("body").innerText(), /\d{6}-\d{4}/);
    await page.goto(here.at("/log/egne"));
    const lines = await page.locator("#linjer tbody tr").allInnerTexts();
    assert.ok(lines.some((text) => /Så navn/.test(text) && text.includes(citizen) && /klage/i.test(text)), lines.slice(0, 3).join("\n"));
  }, { refused: true });
});

test("myndighedslederen accepterer én på mødet med grund og slutdag, og listen har én færre", { skip }, async () => {
  await here.as("Myndighedsleder", async (page) => {
    await page.goto(here.at("/afvigelser"));
    const listed = await ids(page);
    const count = await value(answered(page).first());
    await follow(page, page.getByRole("link", { name: "Mødevisning" }));
    assert.match(await page.locator(".naeste-forrige").innerText(), new RegExp(`1 af ${count}`));

    // Without a reason nothing is saved.
    await page.getByLabel("Acceptér til og med").fill("2026-12-31");
    await follow(page, page.getByRole("button", { name: "Acceptér" }));
    assert.match(await page.locator("[role=alert]").innerText(), /Intet er gemt/);
    assert.equal(await page.getByLabel("Acceptér til og med").inputValue(), "2026-12-31");
    await page.getByLabel("Grund eller kommentar").fill("Aftalt på mødet: afregnes for sig til nytår.");
    await follow(page, page.getByRole("button", { name: "Acceptér" }));
    assert.match(await page.locator(".naeste-forrige").innerText(), new RegExp(`2 af ${count}`));
    await follow(page, page.getByRole("link", { name: "Afslut mødet" }));
    assert.match(await page.locator("#besluttet").innerText(), new RegExp(listed[0]));
    await follow(page, page.getByRole("link", { name: "Til listen" }));
    // A list of more than a page gets its next one at the end.
    assert.deepEqual((await ids(page)).slice(0, listed.length - 1), listed.slice(1));
    assert.equal(await value(answered(page).first()), count - 1);
    await page.goto(here.at(`/afvigelser/${listed[0]}`));
    assert.match(await page.locator(".svar .badge").innerText(), /Accepteret/);
    assert.match(await page.locator(".historik").innerText(), /afregnes for sig til nytår/);
  });
});
