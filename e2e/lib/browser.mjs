// One Chromium for a test file; pages that fail when the page breaks a rule of the house.
import { chromium } from "playwright-core";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 400, height: 800 };
const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PICTURES = process.env.OTTETAL_BILLEDER ?? path.join(here, "billeder");
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

/** Starts the system's Chromium: nothing is downloaded. */
export async function browser() {
  const executablePath = process.env.OTTETAL_CHROMIUM ?? PLACES.find((place) => existsSync(place));
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/**
 * A page of its own visitor. `said` collects what a page must never say: errors, broken policy, requests to elsewhere,
 * and answers of 500.
 */
export async function visitor(chrome, { viewport = WIDE, javaScript = true } = {}) {
  const context = await chrome.newContext({ viewport, javaScriptEnabled: javaScript, locale: "da-DK", reducedMotion: "reduce" });
  const page = await context.newPage();
  const said = [];
  page.on("pageerror", (error) => said.push(`fejl: ${error.message}`));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && said.push(`konsol: ${message.text()}`));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") said.push(`ude i byen: ${hostname}`);
  });
  page.on("response", (answer) => answer.status() >= 500 && said.push(`${answer.status()}: ${new URL(answer.url()).pathname}`));
  return { context, page, said };
}

/** The faults that axe finds by WCAG 2.2 AA, one line each; empty where there are none. No page has frames, so one pass is enough. */
export async function axe(page) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode(true).analyze();
  return violations.flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.target.join(" ")} (${node.failureSummary?.split("\n")[1]?.trim() ?? fault.help})`));
}

/** Pixels by which the page is wider than the window: nothing but tables may scroll sideways, and they in their frame. */
export const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Dates that stand in two halves on two lines, with the text around them. */
export const brokenDates = (page) =>
  page.evaluate(() => {
    const out = [];
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      for (const found of text.data.matchAll(/(?<![0-9a-z-])(\d{2}-\d{2}-\d{4}|\d{4}-\d{2}-\d{2})(?![0-9a-z-])/gi)) {
        const range = document.createRange();
        range.setStart(text, found.index);
        range.setEnd(text, found.index + found[0].length);
        const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top)));
        if (lines.size > 1) out.push(`${found[0]} i «${text.parentElement.closest("p, td, th, li, dd, div").textContent.trim().slice(0, 60)}»`);
      }
    }
    return out;
  });

/** What the reader of paper cannot get at: parts beside the sheet, and text that its own frame cuts off. */
export const cutOff = (page) =>
  page.evaluate(() => {
    const sheet = document.documentElement.clientWidth;
    const seen = [...document.querySelectorAll("main *")].filter((one) => one.getClientRects().length && !one.closest("svg, .sr-only"));
    const beside = seen.filter((one) => one.getBoundingClientRect().right > sheet + 1);
    const hides = (one) => getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
    const cut = new Set([...beside, ...seen.filter((one) => hides(one) && !one.matches("select, progress"))]);
    // The outermost says it for all that is in it.
    return [...cut].filter((one) => ![...cut].some((other) => other !== one && other.contains(one))).map((one) => `${one.tagName.toLowerCase()}.${one.className} «${(one.value ?? one.textContent).trim().slice(0, 40)}»`);
  });

/** Pictures of the page at 1440 and 400 px and on paper: `name-1440.png`, `name-400.png`, `name.pdf`. */
export async function pictures(page, name) {
  mkdirSync(PICTURES, { recursive: true });
  for (const viewport of [WIDE, NARROW]) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: path.join(PICTURES, `${name}-${viewport.width}.png`), fullPage: true });
  }
  await page.setViewportSize(WIDE);
  await page.pdf({ path: path.join(PICTURES, `${name}.pdf`), preferCSSPageSize: true, printBackground: false });
}
