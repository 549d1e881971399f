// How fast pages are at the size of a large municipality: 50 people with five seconds between clicks, by a public load
// tool, against a server on this machine. Called by `cargo xtask bench`; prints, never fails on a time.
//
//   node maaling/sider.mjs [seconds]      OTTETAL_PROGRAM names the program, OTTETAL_MAPPE a demo folder that is there
import autocannon from "autocannon";
import { server } from "../lib/server.mjs";

const PEOPLE = 50;
const THINK_SECONDS = 5;
const SECONDS = Number(process.argv[2] ?? 60);
const folder = process.env.OTTETAL_MAPPE;
const USERS = ["demo-bi", "demo-oekonomi", "demo-myndighed", "demo-koordinator", "demo-sagsbehandler", "demo-direktoer"];

/** Signs in and gives the cookie. */
async function enter(address, user) {
  const answer = await fetch(`${address}demo/ind`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `bruger=${user}`,
  });
  if (answer.status !== 303) throw new Error(`${user}: ${answer.status}`);
  return answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
}

/** Pages that people open in a working day, each with an address that exists for this user. */
async function pages(address, cookie) {
  const read = async (path) => (await fetch(address + path.slice(1), { headers: { cookie }, redirect: "manual" })).text();
  const list = await read("/afvigelser");
  const first = (text, pattern) => text.match(pattern)?.[0];
  const item = first(list, /\/afvigelser\/A-[0-9A-Z]{6}/);
  const citizen = first(list + (item ? await read(item) : ""), /\/borgere\/B-[0-9A-Z]{6}/);
  const paths = ["/", "/afvigelser", "/afvigelser?sorter=alder", "/afvigelser?spoergsmaal=3", "/afvigelser/aarsager", "/hjaelp", item, citizen];
  const found = [];
  for (const path of paths.filter(Boolean)) {
    const answer = await fetch(address + path.slice(1), { headers: { cookie }, redirect: "manual" });
    if (answer.status === 200) found.push({ path, bytes: (await answer.arrayBuffer()).byteLength });
  }
  return found;
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;

const running = await server(folder);
try {
  const requests = [];
  for (const user of USERS) {
    const cookie = await enter(running.address, user);
    for (const page of await pages(running.address, cookie)) {
      requests.push({ method: "GET", path: page.path, headers: { cookie, "accept-encoding": "gzip" }, user, bytes: page.bytes });
    }
  }
  const times = new Map();
  const all = [];
  const load = autocannon({
    url: running.address,
    connections: PEOPLE,
    overallRate: PEOPLE / THINK_SECONDS,
    duration: SECONDS,
    requests: requests.map(({ method, path, headers }) => ({ method, path, headers })),
  });
  load.on("response", (client, status, _bytes, milliseconds) => {
    if (status !== 200) console.log(`svar ${status}`);
    all.push(milliseconds);
    const path = (client?.requestIterator?.currentRequest?.path ?? "?").replace(/[AB]-[0-9A-Z]{6}/, "*");
    if (!times.has(path)) times.set(path, []);
    times.get(path).push(milliseconds);
  });
  await load;
  all.sort((a, b) => a - b);
  console.log(`sider: ${PEOPLE} personer, ${THINK_SECONDS} s mellem klik, ${SECONDS} s: ${all.length} svar, p50 ${at(all, 0.5).toFixed(0)} ms, p95 ${at(all, 0.95).toFixed(0)} ms, p99 ${at(all, 0.99).toFixed(0)} ms, størst ${at(all, 1).toFixed(0)} ms`);
  for (const [path, own] of [...times].sort()) {
    own.sort((a, b) => a - b);
    console.log(`  ${path}: ${own.length} svar, p50 ${at(own, 0.5).toFixed(0)} ms, p95 ${at(own, 0.95).toFixed(0)} ms`);
  }
  const largest = requests.reduce((a, b) => (a.bytes > b.bytes ? a : b));
  console.log(`største side: ${largest.path} ${(largest.bytes / 1024).toFixed(0)} KiB uden komprimering; forsiden ${(requests[0].bytes / 1024).toFixed(0)} KiB`);
} finally {
  await running.stop();
}
