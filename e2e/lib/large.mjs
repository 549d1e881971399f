// A month with many times the citizens: the same extracts, each row again for others. For what takes its time.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { keyOf } from "./server.mjs";

const FROM = "2026-03-01";
const DAY = "2026-03-02";
/** Files of the two systems of the saved control: how many lines of heading each has, and its days where it does not say them. */
const FILES = {
  nexus: { name: `nexus_indsatser_${FROM}.csv`, heading: 1, covers: ["--daekker", "2018-01-01", "2026-02-28"] },
  as2007: { name: `as2007_ydelsesanalyse_${FROM}.csv`, heading: 4, covers: [] },
};

/** The number of somebody else, the same in both systems: the born day stays, the last three figures move. */
const other = (copy) => (_, born, dash, century, serial) => born + dash + century + String((Number(serial) + copy * 61) % 1000).padStart(3, "0");

/** Reads in `times` as many citizens as the demo has, and accepts them as the basis of the saved controls. */
export function large(folder, times) {
  const out = mkdtempSync(path.join(tmpdir(), "ottetal-stor-"));
  const run = (...words) => {
    const { status, stderr } = spawnSync(process.env.OTTETAL_PROGRAM, [...words, ...keyOf(folder)], { encoding: "utf8", timeout: 300_000 });
    if (status !== 0) throw new Error(`ottetal ${words.join(" ")}: ${stderr}`);
  };
  for (const [source, { name, heading, covers }] of Object.entries(FILES)) {
    const lines = readFileSync(path.join(folder, "udtraek", FROM, name), "latin1").split("\n");
    const rows = lines.slice(heading).join("\n");
    const all = [lines.slice(0, heading).join("\n").replace("01-03-2026", "02-03-2026"), rows.trimEnd()];
    for (let copy = 1; copy < times; copy += 1) all.push(rows.trimEnd().replace(/\b(\d{6})(-?)(\d)(\d{3})(?=;)/g, other(copy)));
    const file = path.join(out, name.replace(FROM, DAY));
    writeFileSync(file, `${all.join("\n")}\n`, "latin1");
    run("import", "--kilde", source, "--udtraek", DAY, ...covers, file);
  }
  run("grundlag", "accepter");
  rmSync(out, { recursive: true, force: true });
}
