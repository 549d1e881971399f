// A controller's March, worked in April: the month's data come, are made one language, compared, corrected, answered for and closed. Each step's
// clicks and time are counted; with OTTETAL_MARTS the table is written into that file. Where a step still needs a sheet, it says so.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { browser, visitor } from "../lib/browser.mjs";
import { heading, ids, skip, total } from "../lib/journey.mjs";
import { demo, enter, server } from "../lib/server.mjs";
import { steps, table } from "../lib/steps.mjs";

/** The finance system closes its month a week later; its file and the tables come when they come. */
const FIRST = { nexus: /^nexus_/, as2007: /^as2007_/, boern_og_voksne: /^boern_og_voksne/, cpr: /^cpr_/ };
const SECOND = { nexus: /^nexus_/, as2007: /^as2007_/ };
const CLOSED = { prisme: /^prisme_/ };

/** Systems put their files into the inbox by night: nobody clicks. */
function deliver(folder, day, which) {
  const from = path.join(folder, "udtraek", day);
  for (const [source, name] of Object.entries(which)) {
    for (const file of readdirSync(from).filter((file) => name.test(file))) cpSync(path.join(from, file), path.join(folder, "indbakke", source, file));
  }
}

/** Waits until the inbox has taken everything. */
async function taken(folder, which) {
  const left = () => Object.keys(which).filter((source) => readdirSync(path.join(folder, "indbakke", source)).some((file) => /\.(csv|xlsx)$/.test(file)));
  const until = Date.now() + 120_000;
  while (left().length) {
    assert.ok(Date.now() < until, `indbakken har ikke læst ${left()}`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

const say = async (page) => (await page.locator(".svar").first().innerText()).replace(/\s+/g, " ");
const menu = (page, name) => page.getByRole("navigation", { name: "Hovedmenu" }).getByRole("link", { name, exact: true });
const place = (page, name) => page.getByRole("navigation", { name: "Sider her" }).getByRole("link", { name, exact: true });
const finished = (page) => page.waitForFunction(() => !document.querySelector(".fremdrift"), null, { timeout: 120_000 });

test("en controllers marts", { skip, timeout: 900_000 }, async () => {
  const own = demo();
  let running = await server(own.folder, ["--dag", "2026-04-02", "--indbakke", "2"]);
  const chrome = await browser();
  const said = [];
  const month = steps((address) => new URL(address, running.address).href);
  const { follow, click, open, fill, choose, wait } = month;
  const as = async (role, work) => {
    const visit = await visitor(chrome);
    await enter(visit.page, running.address, role);
    const answer = await work(visit.page);
    said.push(...visit.said);
    await visit.context.close();
    return answer;
  };
  const on = async (day) => {
    await running.stop();
    running = await server(own.folder, ["--dag", day, "--indbakke", "2"]);
  };
  /** Accepts the newest imports and runs the saved controls, from the page that one stands on after the menu. */
  const acceptAndRun = async (page) => {
    await follow(page, menu(page, "Data"));
    await follow(page, page.getByRole("link", { name: "Godkend som grundlag" }));
    await follow(page, page.getByRole("button", { name: "Godkend grundlaget" }));
    for (const control of ["Nexus mod AS2007", "Nexus mod Børn og Voksne"]) {
      await follow(page, page.getByRole("button", { name: new RegExp(control) }));
      await wait(() => finished(page));
      await follow(page, menu(page, "Data"));
      await follow(page, page.getByRole("link", { name: "Grundlag", exact: true }).first());
      await follow(page, page.locator("main table tbody th a").first());
    }
  };
  try {
    await month.step("Hverdag 1", "Udtrækkene er kommet: se, hvad der er læst ind, og om noget er galt", async () => {
      deliver(own.folder, "2026-04-01", FIRST);
      await taken(own.folder, FIRST);
      return as("BI-konsulent", async (page) => {
        await follow(page, menu(page, "Data"));
        assert.match(await page.locator("main").innerText(), /01-04-2026/);
        return say(page);
      });
    });
    await month.step("Hverdag 1", "Nye ord og steder: det, der ikke er oversat, tungest først", () =>
      as("BI-konsulent", async (page) => {
        await follow(page, menu(page, "Data"));
        await follow(page, place(page, "Oversættelse"));
        const left = await say(page);
        await follow(page, place(page, "Leverandører"));
        return `${left} ${await say(page)}`;
      }));
    await month.step("Hverdag 2", "Godkend grundlaget, og kør de to kontroller", () =>
      as("BI-konsulent", async (page) => {
        await acceptAndRun(page);
        await follow(page, menu(page, "Forside"));
        return say(page);
      }));
    await month.step("Hverdag 2", "Datamøde: hvad der vejer mest, og en beslutning med det tal, der skal falde", () =>
      as("Faglig koordinator", async (page) => {
        await follow(page, menu(page, "Måneden"));
        await follow(page, place(page, "Læring"));
        const weighs = await say(page);
        await follow(page, page.locator("main table tbody td a", { hasText: /^Beslut/ }).first());
        await fill(page.getByLabel("Hvad er besluttet?"), "Ydelser afsluttes i AS2007 samme dag, de stopper i Nexus");
        await fill(page.getByLabel("Hvem gør det?"), "Afregningsteamet");
        await fill(page.getByLabel("Hvornår følges der op?"), "2026-05-05");
        await fill(page.getByLabel("Hvad skal antallet falde til?"), "0");
        await follow(page, page.getByRole("button", { name: "Gem beslutningen" }));
        assert.match(await heading(page), /^Beslutning/);
        return weighs;
      }));
    let sheet = "";
    await month.step("Hverdag 3", "Rettelsesark til dem, der kan rette: ét pr. system og hold", () =>
      as("BI-konsulent", async (page) => {
        await follow(page, menu(page, "Afvigelser"));
        await follow(page, place(page, "Rettelsesark"));
        const all = await say(page);
        await follow(page, page.locator("main table").first().locator("tbody th a").first());
        await follow(page, page.getByRole("button", { name: /^Send \d+ linje/ }));
        sheet = new URL(page.url()).pathname;
        assert.match(sheet, /^\/rettelser\/\d+/);
        return all;
      }));
    await month.step("Hverdag 6", "Andet udtræk: arket krydses af, af data", async () => {
      await on("2026-04-09");
      deliver(own.folder, "2026-04-08", SECOND);
      await taken(own.folder, SECOND);
      return as("BI-konsulent", async (page) => {
        await acceptAndRun(page);
        await open(page, sheet);
        const text = await page.locator("main").innerText();
        assert.match(text, /rettet i data/i);
        return say(page);
      });
    });
    await month.step("Hverdag 7", "Resten får et svar på mødet: én ad gangen", () =>
      as("Myndighedsleder", async (page) => {
        await follow(page, menu(page, "Afvigelser"));
        const left = await total(page, "afvigelser");
        await open(page, "/moede");
        return `${left} afvigelser er stadig arbejde; ${await heading(page)}.`;
      }));
    await month.step("12.", "Lederen svarer, om tallene kan genkendes", () =>
      as("Myndighedsleder", async (page) => {
        await follow(page, menu(page, "Måneden"));
        await follow(page, place(page, "Validering"));
        await follow(page, page.locator("main table tbody th a").first());
        await follow(page, page.getByRole("button", { name: "Alle tal kan genkendes" }));
        return say(page);
      }));
    await month.step("Hverdag 8", "Prisme er lukket: posteringerne er læst, og betalt holdes mod bevilget", async () => {
      await on("2026-04-14");
      deliver(own.folder, "2026-04-01", CLOSED);
      await taken(own.folder, CLOSED);
      return as("Økonomikonsulent", async (page) => {
        await acceptAndRun(page);
        await follow(page, menu(page, "Borgere"));
        return say(page);
      });
    });
    await month.step("14.", "Leveringen er sket i fagsystemet: hakket sættes, og det næste ses", () =>
      as("BI-konsulent", async (page) => {
        await follow(page, menu(page, "Måneden"));
        await follow(page, page.getByRole("button", { name: /Leverance til Danmarks Statistik/ }).first());
        return say(page);
      }), "Prøven før leveringen (hvad Danmarks Statistik vil gøre ved den) er ikke lavet endnu");
    await month.step("Hverdag 10", "Disponeringsmøde: en sag sluttede i går; tallet på mødet rettes med en navngiven linje", () =>
      as("Økonomikonsulent", async (page) => {
        await follow(page, menu(page, "Afvigelser"));
        const item = (await ids(page))[0];
        await follow(page, page.getByRole("link", { name: item }));
        await follow(page, page.getByRole("link", { name: "Ret i dag, afventer udtræk" }));
        await fill(page.getByLabel("Hvorfor"), "Oplyst på disponeringsmødet: pladsen er opsagt");
        await follow(page, page.getByRole("button", { name: "Læg korrektionen ved tallet" }));
        await follow(page, menu(page, "Forside"));
        assert.match(await page.locator("main").innerText(), /Korrektioner til grundlag/);
        return "Linjen står på forsiden ved siden af tallet.";
      }), "Bevægelser, forventninger og prognose");
    await month.step("Hverdag 12", "Det gamle disponeringsark ved siden af: hvad der er forskelligt, og hvorfor", () =>
      as("Økonomikonsulent", async (page) => {
        await follow(page, menu(page, "Måneden"));
        await follow(page, place(page, "Regneark"));
        await follow(page, page.locator("main table tbody th a").first());
        return say(page);
      }), "Selve disponeringsarket, til det har været enigt tre måneder");
    await month.step("Sidst på måneden", "Sagsbehandleren følger op på sine egne, de sene først", () =>
      as("Sagsbehandler", async (page) => {
        await follow(page, menu(page, "Borgere"));
        assert.match(await heading(page), /sager/i);
        return say(page);
      }));
    await month.step("Kvartalet", "Brugernes rettigheder bekræftes", () =>
      as("Myndighedsleder", async (page) => {
        await follow(page, menu(page, "Administration"));
        return say(page);
      }));
    const every = month.done.map((step) => step.when).length;
    assert.equal(every, 14);
    assert.deepEqual(said, []);
    const out = process.env.OTTETAL_MARTS;
    if (out && existsSync(out)) {
      const [before] = readFileSync(out, "utf8").split("<!-- tabel -->");
      writeFileSync(out, `${before}<!-- tabel -->\n\n${table(month.done)}`);
    }
  } finally {
    await chrome.close();
    await running.stop();
    own.remove();
  }
});
