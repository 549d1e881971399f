// The real program on a fresh demo folder, made once per run; stopped when the test file is done.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROGRAM = process.env.OTTETAL_PROGRAM;

/** True where the program to test is named and there. */
export const thereIsAProgram = () => Boolean(PROGRAM && existsSync(PROGRAM));

/** Makes a demo municipality in a new folder; small unless told. */
export function demo(more = []) {
  const folder = mkdtempSync(path.join(tmpdir(), "ottetal-e2e-"));
  const made = spawnSync(PROGRAM, ["demo", "--mappe", folder, "--uden-server", ...more], { encoding: "utf8", timeout: 300_000 });
  if (made.status !== 0) throw new Error(`ottetal demo: ${made.stderr}`);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts `ottetal server` on a free port of this machine alone; resolves when it has said its address. */
export function server(folder, more = []) {
  const child = spawn(PROGRAM, ["server", "--mappe", folder, "--demo", "--port", "0", ...more], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const stop = () =>
    new Promise((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.once("exit", done);
      child.kill("SIGTERM");
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
