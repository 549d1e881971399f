// Builds dist/: one style sheet with its fonts, the scripts, and the icons that the templates use.
// What a style sheet points at carries a hash in its name; the rest gets one in its query by the program.
import { build } from "esbuild";
import { compile } from "sass";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const dkfds = path.join(here, "node_modules/dkfds/dist");
const dist = path.join(here, "dist");

/** The symbols of dkfds that the templates use. */
const ICONS = [
  "arrow-back", "arrow-downward", "arrow-forward", "arrow-upward", "attach-file", "calendar-month", "chat", "check", "chevron-down",
  "chevron-left", "chevron-right", "chevron-up", "close", "copy", "database", "document", "download", "edit", "error", "file-excel",
  "file-pdf", "first-page", "flag", "groups", "help", "home", "hourglass", "info", "last-page", "lock", "menu", "open-in-new",
  "person", "persons", "plus", "print", "refresh", "save", "search", "settings", "sort-table-ascending", "sort-table-descending",
  "sort-table-none", "success", "sync", "time", "tune", "upload", "warning",
];

/** dkfds's SCSS; its pictures lie beside its own style sheet. */
const scss = {
  name: "scss",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, ({ path: file }) => {
      const { css } = compile(file, { loadPaths: [path.join(dkfds, "scss")], quietDeps: true, logger: { warn() {}, debug() {} } });
      return { contents: css, loader: "css", resolveDir: path.join(dkfds, "css") };
    });
  },
};

async function icons() {
  const all = await readFile(path.join(dkfds, "img/all-svg-icons.svg"), "utf8");
  const symbols = ICONS.map((name) => {
    const found = all.match(new RegExp(`<symbol id="${name}"[^>]*>.*?</symbol>`, "s"));
    if (!found) throw new Error(`dkfds har ikke ikonet ${name}.`);
    return found[0];
  });
  await writeFile(path.join(dist, "ikoner.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

/** Whose work is in dist, and on what terms: goes where the files go. */
async function licences() {
  const files = {
    "dkfds (Det Fælles Designsystem)": "dkfds/dist/LICENSE.md",
    "IBM Plex Sans": "dkfds/dist/fonts/IBMPlexSans/split/woff2/license.txt",
    "htmx": "htmx.org/LICENSE",
    "Apache ECharts": "echarts/LICENSE",
    "Apache ECharts, NOTICE": "echarts/NOTICE",
    "zrender": "zrender/LICENSE",
    "tslib": "tslib/LICENSE.txt",
  };
  const parts = await Promise.all(
    Object.entries(files).map(async ([name, file]) => `== ${name}\n\n${(await readFile(path.join(here, "node_modules", file), "utf8")).trim()}\n`),
  );
  await writeFile(path.join(dist, "licenser.txt"), parts.join("\n\n"));
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const shared = { absWorkingDir: here, bundle: true, minify: true, legalComments: "eof", outdir: "dist", logLevel: "warning" };
await build({
  ...shared,
  entryPoints: ["src/ottetal.css"],
  plugins: [scss],
  loader: { ".woff2": "file", ".svg": "file" },
  assetNames: "[name]-[hash]",
  target: ["chrome115", "firefox115", "safari16.4"],
});
await build({
  ...shared,
  entryPoints: ["src/ottetal.js"],
  format: "iife",
  target: ["chrome115", "firefox115", "safari16.4"],
});
await build({ ...shared, entryPoints: ["src/diagram.js"], format: "esm", target: ["chrome115", "firefox115", "safari16.4"] });
await icons();
await licences();
// As its authors shrank it: it must stay a script with a global name.
const htmx = await readFile(path.join(here, "node_modules/htmx.org/dist/htmx.min.js"), "utf8");
await writeFile(path.join(dist, "htmx.js"), htmx.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
await writeFile(path.join(dist, "maerke.svg"), await readFile(path.join(here, "src/maerke.svg")));
