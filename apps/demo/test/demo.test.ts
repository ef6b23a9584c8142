import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const root = join(__dirname, '..');

/** The Chromium of this machine: the variable CHROMIUM, or its usual names on the path. */
function chromiumPath(): string | undefined {
  if (process.env['CHROMIUM']) return process.env['CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(':');
  return ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

const path = chromiumPath();
if (!path) test.skip('skipped: there is no Chromium here (apt-get install chromium)', () => {});
else inBrowser(path);

function inBrowser(executablePath: string): void {
  let browser: Browser;
  let served: { url: string; close(): Promise<void> };
  let folder: string;
  beforeAll(async () => {
    execFileSync(process.execPath, [join(root, 'build.mjs')], { stdio: 'pipe' });
    const { serve } = await import('../serve.mjs');
    served = await serve(join(root, 'dist'), 0);
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    folder = await mkdtemp(join(tmpdir(), 'xm-demo-'));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  const ready = (page: Page): Promise<unknown> =>
    page.waitForSelector('body[data-state="ready"]', { timeout: 30_000 });
  /** A page that has started, and what went wrong in it. */
  const open = async (script = ''): Promise<{ page: Page; errors: string[] }> => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    if (script !== '') await page.addInitScript(script);
    await page.goto(served.url);
    await ready(page);
    return { page, errors };
  };
  const names = (page: Page): Promise<string[]> => page.locator('.grid .name').allTextContents();

  test('finds pictures by words, drawn by an artist whom the model has not seen', async () => {
    const { page, errors } = await open();
    await page.locator('#words').pressSequentially('red fruit');
    await page.locator('.grid li').first().waitFor();
    await page.waitForFunction(
      "document.querySelector('#results h2').textContent === '“red fruit”'",
    );
    expect((await names(page)).slice(0, 6).join(' ')).toMatch(/apple|strawberry|cherries|tomato/);
    const first = page.locator('.grid img').first();
    await expect(
      first.evaluate((image: HTMLImageElement) => image.decode()),
    ).resolves.toBeUndefined();
    const [, milliseconds] =
      /in (\d+) ms/.exec((await page.locator('.time').textContent()) ?? '') ?? [];
    expect(Number(milliseconds)).toBeGreaterThanOrEqual(0);

    await page.locator('#examples button', { hasText: 'music instrument' }).click();
    await page.waitForFunction("/music/.test(document.querySelector('#results h2').textContent)");
    expect((await names(page)).join(' ')).toMatch(
      /guitar|violin|trumpet|saxophone|drum|piano|banjo/,
    );
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  test('finds names by a picture, and says what is no picture', async () => {
    const { page, errors } = await open();
    const strawberry = join(root, 'dist/emoji/1F353.png');
    await page.locator('#file').setInputFiles(strawberry);
    await page.locator('.names li').first().waitFor();
    expect((await names(page))[0]).toContain('strawberry');

    const text = join(folder, 'notes.png');
    await writeFile(text, 'These are notes.');
    await page.locator('#file').setInputFiles(text);
    await page.locator('#problem:not([hidden])').waitFor();
    expect(await page.locator('#problem').textContent()).toBe(
      'notes.png is not a picture that this browser can read. Try PNG or JPEG.',
    );
    await page.locator('#words').fill('zzzz');
    await page.waitForFunction(
      "/knows no word/.test(document.querySelector('#problem').textContent)",
    );
    // The next search that works takes the problem away.
    await page.locator('#words').fill('cat');
    await page.locator('#problem').waitFor({ state: 'hidden' });
    expect(errors).toEqual([]);
    await page.close();
  }, 60_000);

  test('finds by a drawing made with the mouse', async () => {
    const { page } = await open();
    const pad = (await page.locator('#pad').boundingBox())!;
    const at = (x: number, y: number): [number, number] => [
      pad.x + x * pad.width,
      pad.y + y * pad.height,
    ];
    await page.locator('.colour').nth(1).click();
    await page.mouse.move(...at(0.5, 0.3));
    await page.mouse.down();
    for (let turn = 0; turn <= 40; turn++) {
      const radius = 0.05 + 0.006 * turn;
      await page.mouse.move(...at(0.5 + radius * Math.cos(turn), 0.5 + radius * Math.sin(turn)));
    }
    await page.mouse.up();
    await page.locator('.names li').first().waitFor();
    expect(await page.locator('#results h2').textContent()).toBe('Your drawing');
    expect((await names(page)).join(' ')).toMatch(/red|circle|heart|balloon|apple/);
    await page.close();
  }, 60_000);

  test('says which backend runs and changes it; what cannot run leaves the one before', async () => {
    const { page } = await open();
    await page.locator('#backend').selectOption('wasm');
    await page.waitForFunction("/^wasm, /.test(document.querySelector('#detail').textContent)");
    await page.locator('#backend').selectOption('webgpu');
    await page.waitForFunction("!document.querySelector('#problem').hidden");
    expect(await page.locator('#problem').textContent()).toMatch(
      /WebGPU.*What ran before goes on\./s,
    );
    expect(await page.locator('#detail').textContent()).toMatch(/^wasm, /);
    await page.locator('#words').fill('cat');
    await page.locator('.grid li').first().waitFor();
    await page.close();
  }, 60_000);

  test('without workers the page computes itself, and says so', async () => {
    const { page } = await open('delete globalThis.Worker;');
    expect(await page.locator('#detail').textContent()).toContain('no worker');
    await page.locator('#words').fill('dog');
    await page.locator('.grid li').first().waitFor();
    await page.close();
  }, 60_000);

  test('a model of another format is refused by name', async () => {
    const page = await browser.newPage();
    await page.route('**/model.json', (route) =>
      route.fulfill({ json: { format: 9, config: {} } }),
    );
    await page.goto(served.url);
    await page.locator('#problem:not([hidden])').waitFor();
    expect(await page.locator('#problem').textContent()).toContain(
      'reads models of format 1, this one has 9',
    );
    await page.close();
  }, 60_000);

  test('turns words into all others, and what it drew back into words', async () => {
    const { page, errors } = await open();
    await page.locator('nav a', { hasText: 'Translate' }).click();
    await page.locator('#caption').fill('small blue square');
    await page.locator('#say button').click();
    await page.locator('.to-video .time').waitFor({ timeout: 60_000 });
    const pictures = page.locator('.to-image img');
    expect(await pictures.count()).toBe(6);
    const blue = await pictures.first().evaluate((image: HTMLImageElement) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const sums = [0, 0, 0];
      data.forEach((value, i) => {
        if (i % 4 < 3) sums[i % 4] += value;
      });
      return sums[2] > sums[0] && sums[2] > sums[1];
    });
    expect(blue).toBe(true);
    // What is heard can be played.
    const seconds = await page.locator('.to-speech audio').evaluate(
      (audio: HTMLAudioElement) =>
        new Promise<number>((resolve) => {
          if (audio.duration) resolve(audio.duration);
          audio.addEventListener('loadedmetadata', () => resolve(audio.duration));
        }),
    );
    expect(seconds).toBeGreaterThan(0.3);

    await page.locator('#draw-image').click();
    await page.locator('.to-text .said').waitFor({ timeout: 60_000 });
    expect(await page.locator('.to-text .said').textContent()).toMatch(
      /^(small|big) (red|green|yellow|blue|pink) (square|ellipse|heart)/,
    );

    await page.locator('#caption').fill('small blue zebra');
    await page.locator('#say button').click();
    await page.waitForFunction(
      "/unknown words: 'zebra'/.test(document.querySelector('#problem').textContent)",
    );
    const text = join(folder, 'notes.wav');
    await writeFile(text, 'These are notes.');
    await page.locator('#any').setInputFiles(text);
    await page.waitForFunction(
      "/not a sound/.test(document.querySelector('#problem').textContent)",
    );
    expect(errors).toEqual([]);
    await page.close();
  }, 120_000);

  test('fits a phone', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await page.goto(served.url);
    await ready(page);
    await page.locator('#words').fill('red fruit');
    await page.locator('.grid li').first().waitFor();
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(360);
    await page.locator('nav a', { hasText: 'Translate' }).click();
    await page.locator('#draw-video').click();
    await page.locator('.to-text .said').waitFor({ timeout: 60_000 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.close();
  }, 60_000);
}
