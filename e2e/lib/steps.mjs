// What a piece of work costs the one who does it: clicks, what is typed, pages read, and how long the machine kept them waiting.
// The hand's time is reckoned by the keystroke-level model (Card, Moran and Newell 1980): pointing 1,1 s, a click 0,2 s, a
// keystroke 0,28 s, hand to mouse or keys 0,4 s, a decision 1,35 s. Reading and thinking about the case itself is not in it.
const POINT = 1.1;
const CLICK = 0.2;
const KEY = 0.28;
const HOME = 0.4;
const DECIDE = 1.35;

/** Steps of a month on one page of a browser; `at` makes an address of a path. */
export function steps(at) {
  const done = [];
  let now = null;
  const add = (seconds) => { now.hand += seconds; };
  const waited = async (work) => {
    const from = performance.now();
    const answer = await work();
    now.wait += (performance.now() - from) / 1000;
    return answer;
  };
  const press = () => { now.clicks += 1; add(DECIDE + POINT + CLICK); };
  const typed = (text) => { now.typed += 1; add(DECIDE + HOME + text.length * KEY + HOME); };
  return {
    /** One step; what it says in the end is written beside it. `still` names what must still be done in a sheet. */
    async step(when, what, work, still = "") {
      now = { when, what, clicks: 0, typed: 0, pages: 0, hand: 0, wait: 0, still, said: "" };
      now.said = (await work()) ?? "";
      done.push(now);
      return now;
    },
    /** Follows a link, or presses a button that leads to another page. */
    async follow(page, locator) {
      press();
      now.pages += 1;
      await waited(() => Promise.all([page.waitForEvent("load"), locator.click()]));
    },
    /** Presses something that stays on the page. */
    async click(locator) {
      press();
      await waited(() => locator.click());
    },
    /** Opens an address that one has as a bookmark or a shared link. */
    async open(page, path) {
      press();
      now.pages += 1;
      await waited(() => page.goto(at(path)));
    },
    /** Types into a field. */
    async fill(locator, text) {
      typed(text);
      await locator.fill(text);
    },
    /** Chooses one of a list. */
    async choose(locator, choice) {
      now.clicks += 2;
      add(DECIDE + 2 * (POINT + CLICK));
      await locator.selectOption(choice);
    },
    /** Sends files. */
    async send(locator, files) {
      now.clicks += 3;
      add(DECIDE + 3 * (POINT + CLICK));
      await locator.setInputFiles(files);
    },
    /** Waits for what the machine is doing. */
    wait: (work) => waited(work),
    done,
  };
}

const danish = (number, digits = 0) => number.toFixed(digits).replace(".", ",");

/** The steps as a table of Markdown. */
export function table(done) {
  const rows = done.map((step) => {
    const total = step.hand + step.wait;
    return `| ${step.when} | ${step.what} | ${step.clicks} | ${step.typed} | ${step.pages} | ${danish(step.wait, 1)} | ${danish(total)} | ${step.said} | ${step.still || "–"} |`;
  });
  const sum = (of) => done.reduce((all, step) => all + of(step), 0);
  return [
    "| Hvornår | Hvad | Klik | Felter | Sider | Ventet, s | I alt, s | Hvad der skete | Stadig i et regneark |",
    "|---|---|---|---|---|---|---|---|---|",
    ...rows,
    `| | **I alt** | ${sum((s) => s.clicks)} | ${sum((s) => s.typed)} | ${sum((s) => s.pages)} | ${danish(sum((s) => s.wait), 1)} | ${danish(sum((s) => s.hand + s.wait))} | | |`,
    "",
  ].join("\n");
}
