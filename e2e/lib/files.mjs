// A small server for one page and the built assets, with the policy of the real one: to test the shared parts alone.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../crates/web/assets/dist");
const KINDS = { ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Serves `html` at any path beside `/aktiver/`; resolves to its address and a function that stops it. */
export function serve(html) {
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url, "http://127.0.0.1");
    answer.setHeader("Content-Security-Policy", POLICY);
    if (!pathname.startsWith("/aktiver/")) {
      answer.setHeader("Content-Type", "text/html; charset=utf-8");
      answer.end(html);
      return;
    }
    try {
      const name = path.basename(pathname);
      answer.setHeader("Content-Type", KINDS[path.extname(name)]);
      answer.end(readFileSync(path.join(dist, name)));
    } catch {
      answer.statusCode = 404;
      answer.end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const stop = () => new Promise((done) => { server.closeAllConnections(); server.close(done); });
      resolve({ address: `http://127.0.0.1:${server.address().port}/`, stop });
    });
  });
}
