// A host of plain files that sets no headers of its own, with the site under a sub-path: what
// the site meets on a pages host.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

// Serves `folder` under `prefix` (with slashes at both ends); returns its address and its end.
export async function serveFolder(folder, prefix) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://host").pathname;
    const file = path.startsWith(prefix)
      ? join(folder, normalize(`/${path.slice(prefix.length)}`))
      : undefined;
    const page = file && isFolder(file) ? join(file, "index.html") : file;
    if (!page || !isFile(page)) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("not found");
      return;
    }
    response.writeHead(200, { "Content-Type": TYPES[extname(page)] ?? "application/octet-stream" });
    createReadStream(page).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A test that fails before it closes its host must not keep the others waiting.
  server.unref();
  return {
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

const kind = (path) => statSync(path, { throwIfNoEntry: false });
const isFile = (path) => kind(path)?.isFile() ?? false;
const isFolder = (path) => kind(path)?.isDirectory() ?? false;
