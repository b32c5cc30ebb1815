// Serves a folder of static files on localhost, with the MIME types that a browser insists on.
//   node server.mjs FOLDER [PORT]     prints the address
import { spawn } from "node:child_process";
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const mime_types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/// The file for a request's path, or null when there is none inside the folder.
function find_file(folder, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch (error) {
    return null;
  }
  const file = join(folder, normalize(path.endsWith("/") ? `${path}index.html` : path));
  const stats = file.startsWith(folder) && !path.includes("\0") && statSync(file, { throwIfNoEntry: false });
  return stats && stats.isFile() ? { file, size: stats.size } : null;
}

function answer(folder, request, response) {
  const found = find_file(folder, request.url);
  if (!found || !["GET", "HEAD"].includes(request.method)) {
    response.writeHead(found ? 405 : 404, { "Content-Type": "text/plain" });
    response.end(found ? "only GET and HEAD\n" : "not found\n");
    return;
  }
  response.writeHead(200, {
    "Content-Type": mime_types[extname(found.file)] ?? "application/octet-stream",
    "Content-Length": found.size,
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
  });
  if (request.method === "HEAD") {
    response.end();
  } else {
    createReadStream(found.file).pipe(response);
  }
}

/// Starts serving; resolves to { url, close() }. Listens on this machine only.
export function serve(folder, port = 0) {
  const root = resolve(folder);
  const server = createServer((request, response) => answer(root, request, response));
  return new Promise((resolve_promise, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      resolve_promise({
        url: `http://localhost:${server.address().port}/`,
        close: () => new Promise((done) => {
          server.close(done);
          server.closeAllConnections?.();
        }),
      });
    });
  });
}

// The port asked for, or else the usual one, or else any that is free.
async function serve_somewhere(folder, port) {
  if (port !== undefined) {
    return serve(folder, Number(port));
  }
  return serve(folder, 8000).catch(() => serve(folder, 0));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [folder, port] = process.argv.slice(2);
  try {
    const { url } = await serve_somewhere(folder, port);
    console.log(`Backprop Lab is at ${url} (Ctrl+C ends)`);
    if (process.env.OPEN_BROWSER === "yes") {
      spawn("xdg-open", [url], { stdio: "ignore", detached: true }).on("error", () => {}).unref();
    }
  } catch (error) {
    const busy = error.code === "EADDRINUSE";
    console.error(`lab: error: ${busy ? "the port is in use; choose another with --port" : error.message}`);
    process.exit(1);
  }
}
