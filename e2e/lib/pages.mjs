// Every kind of page that somebody can reach: found by following links from the front page, as a person would.
import assert from "node:assert/strict";

const FILES = /\.(xlsx|csv|txt)(\?|$)/;

/** The kind of page behind an address: its path with ids, numbers and names as one. */
export function kind(address) {
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

/** Waits until what scripts draw is drawn: what is asked of a chart is asked when it stands there. */
export const drawn = (page) => page.waitForFunction(() => [...document.querySelectorAll("[data-diagram]")].every((chart) => chart.classList.contains("er-tegnet")));

/** Where the page leads: addresses of pages, not of files. */
export async function leadsTo(page) {
  const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((link) => link.getAttribute("href").split("#")[0]));
  return links.filter((link) => !FILES.test(link) && !link.startsWith("/aktiver/"));
}

/**
 * Walks from the front page to one page of each kind and answers with the kinds; `look` is asked on each with its kind
 * and address. `at` makes an address of a path.
 */
export async function walk(page, at, look, { javaScript = true } = {}) {
  const seen = new Set();
  const queue = ["/"];
  while (queue.length) {
    const address = queue.shift();
    if (seen.has(kind(address))) continue;
    seen.add(kind(address));
    const answer = await page.goto(at(address));
    assert.equal(answer.status(), 200, address);
    if (javaScript) await drawn(page);
    const next = await leadsTo(page);
    await look(kind(address) || "forside", address);
    queue.push(...next.filter((link) => !seen.has(kind(link))));
  }
  return seen;
}
