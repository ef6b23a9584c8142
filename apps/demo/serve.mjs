// Serves a folder of static files, with the headers that let WebAssembly use threads.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

/**
 * @param {string} folder what is served
 * @param {number} port the port to begin with; the next ones are tried where it is taken. 0: any.
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serve(folder, port) {
  const server = createServer(async (request, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cache-Control', 'no-cache');
    const path = pathOf(folder, request.url);
    const found = path && (await stat(path).catch(() => undefined));
    if (!found?.isFile()) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such file.');
      return;
    }
    response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
    response.setHeader('Content-Length', found.size);
    createReadStream(path).pipe(response);
  });
  const taken = await listen(server, port);
  return {
    url: `http://localhost:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** Nothing above the folder. */
function pathOf(folder, url) {
  try {
    const { pathname } = new URL(url, 'http://localhost');
    const path = join(
      folder,
      decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname),
    );
    return path.startsWith(folder + sep) ? path : undefined;
  } catch {
    return undefined;
  }
}

async function listen(server, port) {
  for (let tried = port; ; tried++) {
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(tried, '127.0.0.1', resolve);
      });
      return server.address().port;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || tried === port + 20) throw error;
    }
  }
}
