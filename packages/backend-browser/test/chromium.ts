import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { bundle } from '@xm/testing/node';
import { type Browser, chromium, type Page } from 'playwright-core';

/** The Chromium of this machine: the variable CHROMIUM, or its usual names on the path. */
export function chromiumPath(): string | undefined {
  if (process.env['CHROMIUM']) return process.env['CHROMIUM'];
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      // The next name.
    }
  }
  return undefined;
}

export interface Served {
  /** A page with `page.ts` in it. Isolated pages may share memory between threads. */
  open(options: { isolated: boolean }): Promise<Page>;
  close(): Promise<void>;
}

/** Serves `page.ts` and the files of tfjs-backend-wasm from this machine, to headless Chromium. */
export async function servePage(executablePath: string): Promise<Served> {
  const script = bundle(join(__dirname, 'page.ts'), 'browser');
  const wasmFiles = dirname(
    require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm', {
      paths: [join(__dirname, '../../backend-wasm')],
    }),
  );
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url as string, 'http://localhost');
    const isolated = !request.headers.referer?.includes('shared') && !pathname.includes('shared');
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    const file = pathname.startsWith('/wasm/')
      ? join(wasmFiles, pathname.slice('/wasm/'.length))
      : pathname === '/bundle.mjs'
        ? script
        : undefined;
    if (file === undefined) {
      response.setHeader('Content-Type', 'text/html');
      response.end(
        '<!doctype html><title>XM</title><script type="module" src="/bundle.mjs"></script>',
      );
    } else if (!existsSync(file)) {
      response.writeHead(404).end();
    } else {
      const type = file.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
      response.setHeader('Content-Type', type);
      createReadStream(file).pipe(response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--enable-unsafe-webgpu'],
  });
  return {
    open: async ({ isolated }) => {
      const page = await browser.newPage();
      await page.goto(`http://localhost:${port}/${isolated ? '' : 'shared'}`);
      await page.waitForFunction('globalThis.page !== undefined');
      return page;
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
