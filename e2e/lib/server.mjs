// The real program on a fresh copy of a demo folder that is made once a run; stopped when the test file is done.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROGRAM = process.env.OTTETAL_PROGRAM;

/** True where the program to test is named and there. */
export const thereIsAProgram = () => Boolean(PROGRAM && existsSync(PROGRAM));

/**
 * A demo municipality in a folder of one's own: a copy of the one that the run made (OTTETAL_DEMO), or made now.
 * What a test changes, no other test sees.
 */
export function demo(more = []) {
  const folder = mkdtempSync(path.join(tmpdir(), "ottetal-e2e-"));
  const made = process.env.OTTETAL_DEMO;
  if (made && existsSync(made) && !more.length) cpSync(made, folder, { recursive: true });
  else {
    const { status, stderr } = spawnSync(PROGRAM, ["demo", "--mappe", folder, "--uden-server", ...more], { encoding: "utf8", timeout: 300_000 });
    if (status !== 0) throw new Error(`ottetal demo: ${stderr}`);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The words that name a demo folder and its key. */
export const keyOf = (folder) => ["--mappe", folder, "--noegle", path.join(folder, "demo.noegle")];

/** Gives somebody a name, a role and a code of their own in a demo folder; before its server starts. */
export function addUser(folder, name, role, code) {
  const asked = ["bruger", "tilfoej", name, "--navn", `Kaja ${name}`, "--rolle", role, "--kode-fra-stdin", ...keyOf(folder)];
  const { status, stderr } = spawnSync(PROGRAM, asked, { encoding: "utf8", input: `${code}\n`, timeout: 60_000 });
  if (status !== 0) throw new Error(`ottetal bruger tilfoej: ${stderr}`);
}

/** Comes in by name and code. */
export async function signIn(page, address, name, code) {
  await page.goto(new URL("/log-ind", address).href);
  await page.getByLabel("Brugernavn").fill(name);
  await page.getByLabel("Kode", { exact: true }).fill(code);
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Log ind", exact: true }).click()]);
}

/**
 * A machine that has much else to do: the program works and waits so many milliseconds in turn, until the answered
 * function is called. What goes by in a moment can so be looked at.
 */
export function busy(child, works, waits) {
  let on = true;
  const turn = (running) => {
    if (!on || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(running ? "SIGCONT" : "SIGSTOP");
    setTimeout(() => turn(!running), running ? works : waits);
  };
  turn(false);
  return () => {
    on = false;
    child.kill("SIGCONT");
  };
}

/** Starts `ottetal server` on a port of this machine alone, a free one unless said; resolves when it has said its address. */
export function server(folder, more = [], port = 0) {
  const child = spawn(PROGRAM, ["server", "--mappe", folder, "--demo", "--port", String(port), ...more], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const stop = () =>
    new Promise((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.once("exit", done);
      child.kill("SIGINT");
    });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => { child.kill("SIGKILL"); reject(new Error(`Serveren sagde ikke sin adresse: ${said}`)); }, 60_000);
    const hear = (bytes) => {
      said += bytes;
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+\//)?.[0];
      if (!address) return;
      clearTimeout(late);
      resolve({ address, stop, child, said: () => said });
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", (bytes) => { said += bytes; });
    child.once("exit", (code) => { clearTimeout(late); reject(new Error(`Serveren standsede (${code}): ${said}`)); });
  });
}

/** Goes in by the door of a role, as one does in a demo; `role` is the text of its button. */
export async function enter(page, address, role) {
  await page.goto(new URL("/log-ind", address).href);
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: role, exact: true }).click()]);
}
