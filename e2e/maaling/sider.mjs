// How fast pages are at the size of a large municipality: fifty people, each walking the pages of their role with five
// seconds between clicks, against a server on this machine. Called by `cargo xtask bench`; prints, never fails on a time.
//
//   node maaling/sider.mjs [seconds]      OTTETAL_PROGRAM names the program, OTTETAL_MAPPE a demo folder that is there
//
// Which pages a role walks is found as people find them: from its menu, by links, the first page and the first with a
// filter of every kind. A kind is a route of docs/adgang.md. With 0 seconds each page is only opened alone.
// Last the same pages by a public load tool, as many a second: it knows no people, and sends each second's at once.
import autocannon from "autocannon";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { server } from "../lib/server.mjs";

const PEOPLE = 50;
const THINK_MS = 5000;
const SECONDS = Number(process.argv[2] ?? 120);
/** Of the times that a page is opened alone, after the first, the middle one counts. */
const AGAIN = 3;
const ROLES = ["sagsbehandler", "administrativ", "koordinator", "oekonomi", "bi", "myndighed", "omraade", "tilbud", "direktoer", "administrator", "revisor"];

/** The pages that are read, as patterns; those with a name of their own before those that take any name. */
const adgang = readFileSync(new URL("../../docs/adgang.md", import.meta.url), "utf8");
const KINDS = [...adgang.matchAll(/^\| `(\/[^`]*)` \| vis \|/gm)]
  .map(([, route]) => ({ route, fits: new RegExp(`^${route.replaceAll(".", "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`) }))
  .filter(({ route }) => !/\{\*|\.(csv|xlsx|toml)$|\{fil\}$|^\/log-ind|\/hent/.test(route))
  .sort((a, b) => a.route.split("{").length - b.route.split("{").length);

const kindOf = (href) => KINDS.find(({ fits }) => fits.test(href.split("?")[0]))?.route;

/** Signs in and gives the cookie. */
async function enter(address, role) {
  const answer = await fetch(`${address}/demo/ind`, { method: "POST", redirect: "manual", body: new URLSearchParams({ bruger: `demo-${role}` }) });
  if (answer.status !== 303) throw new Error(`${role}: ${answer.status}`);
  return answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
}

/** Opens a page and reads it to its end: what it said, how long it took. */
async function open(address, cookie, href) {
  const begun = performance.now();
  const answer = await fetch(address + href, { headers: { cookie }, redirect: "manual" });
  const text = await answer.text();
  return { status: answer.status, html: answer.headers.get("content-type")?.startsWith("text/html"), text, ms: performance.now() - begun };
}

/** Takes the first line out of a draft of the translation; the effect of a change is a page of its own. */
async function change(address, cookie) {
  const { status, text } = await open(address, cookie, "/oversaettelse/linje?nr=0");
  if (status !== 200) return [];
  const hidden = (name) => text.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? "";
  const body = new URLSearchParams({ csrf: hidden("csrf"), set: hidden("set"), nr: "0", handling: "fjern" });
  const answer = await fetch(`${address}/oversaettelse/linje`, { method: "POST", redirect: "manual", headers: { cookie }, body });
  if (answer.status !== 303) throw new Error(`udkast: ${answer.status}`);
  return ["/oversaettelse/udkast?virkning=nu"];
}

/** Every kind of page that a role reaches by links from the front page, each opened alone. */
async function walk(address, role) {
  const cookie = await enter(address, role);
  const [seen, waiting, pages] = [new Set(["/"]), ["/", ...(await change(address, cookie))], []];
  while (waiting.length) {
    const href = waiting.shift();
    const first = await open(address, cookie, href);
    if (first.status !== 200 || !first.html) continue;
    const again = [];
    for (let at = 0; at < AGAIN; at += 1) again.push((await open(address, cookie, href)).ms);
    pages.push({ role, cookie, href, kind: kindOf(href), first: first.ms, warm: share(again, 0.5), bytes: Buffer.byteLength(first.text), times: [] });
    for (const [, raw] of first.text.matchAll(/<a [^>]*?href="(\/[^"]*)/g)) {
      const link = raw.replaceAll("&amp;", "&").replaceAll("&#38;", "&").split("#")[0];
      const kind = kindOf(link);
      const key = kind && kind + (link.includes("?") ? "?" : "");
      if (!key || seen.has(key)) continue;
      seen.add(key);
      waiting.push(link);
    }
  }
  return pages;
}

/** Clicks through a role's pages in an order of one's own until the time is up. */
async function work(address, pages, until) {
  await sleep(Math.random() * THINK_MS);
  while (Date.now() < until) {
    const page = pages[Math.floor(Math.random() * pages.length)];
    const answer = await open(address, page.cookie, page.href);
    if (answer.status !== 200) console.log(`svar ${answer.status}: ${page.role} ${page.href}`);
    page.times.push(answer.ms);
    // Five seconds on average, never in step with the others.
    await sleep(THINK_MS * (0.5 + Math.random()));
  }
}

/** The same pages by autocannon, as many a second as the people open, in an order that mixes roles. */
async function load(address, pages) {
  const requests = pages
    .map((page, at) => ({ order: (at * 7919) % pages.length, page }))
    .sort((a, b) => a.order - b.order)
    .map(({ page }) => ({ method: "GET", path: page.href, headers: { cookie: page.cookie, "accept-encoding": "gzip" } }));
  const rate = (PEOPLE * 1000) / THINK_MS;
  const times = [];
  let refused = 0;
  const run = autocannon({ url: address, connections: rate, overallRate: rate, duration: SECONDS, requests });
  run.on("response", (_client, status, _bytes, milliseconds) => {
    if (status !== 200) refused += 1;
    times.push(milliseconds);
  });
  await run;
  console.log(`autocannon: ${rate} sider i sekundet, ${SECONDS} s: ${times.length} svar (${refused} ikke 200), p50 ${ms(share(times, 0.5))}, p95 ${ms(share(times, 0.95))}, p99 ${ms(share(times, 0.99))}`);
}

function share(times, part) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

const ms = (time) => `${time.toFixed(0)} ms`;
const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;

/** A line a kind of page, the slowest first. */
function print(pages) {
  const kinds = new Map();
  for (const page of pages) {
    const kind = page.kind + (page.href.includes("?") ? "?…" : "");
    kinds.set(kind, [...(kinds.get(kind) ?? []), page]);
  }
  const lines = [...kinds].map(([kind, own]) => ({
    kind,
    first: Math.max(...own.map((page) => page.first)),
    warm: Math.max(...own.map((page) => page.warm)),
    bytes: Math.max(...own.map((page) => page.bytes)),
    times: own.flatMap((page) => page.times),
  }));
  console.log("  side: første gang alene, igen alene, størrelse; under arbejde: svar, p50, p95");
  for (const { kind, first, warm, bytes, times } of lines.sort((a, b) => b.warm - a.warm)) {
    const load = times.length ? `; ${times.length} svar, p50 ${ms(share(times, 0.5))}, p95 ${ms(share(times, 0.95))}` : "";
    console.log(`  ${kind}: ${ms(first)}, ${ms(warm)}, ${kib(bytes)}${load}`);
  }
}

const running = await server(process.env.OTTETAL_MAPPE);
try {
  const address = running.address.replace(/\/$/, "");
  const roles = [];
  for (const role of ROLES) roles.push(await walk(address, role));
  const until = Date.now() + SECONDS * 1000;
  if (SECONDS) await Promise.all(Array.from({ length: PEOPLE }, (_, at) => work(address, roles[at % roles.length], until)));
  const pages = roles.flat();
  print(pages);
  const all = pages.flatMap((page) => page.times);
  console.log(`sider: ${pages.length} sider af ${ROLES.length} roller; ${PEOPLE} personer, ${THINK_MS / 1000} s mellem klik, ${SECONDS} s: ${all.length} svar, p50 ${ms(share(all, 0.5))}, p95 ${ms(share(all, 0.95))}, p99 ${ms(share(all, 0.99))}, størst ${ms(share(all, 1))}`);
  if (SECONDS) await load(address, pages);
  const largest = pages.reduce((a, b) => (a.bytes > b.bytes ? a : b));
  console.log(`største side: ${largest.href} (${largest.role}) ${kib(largest.bytes)} uden komprimering; største forside ${kib(Math.max(...roles.map((own) => own[0].bytes)))}`);
} finally {
  await running.stop();
}
