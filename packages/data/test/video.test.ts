import { execFileSync, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { blankPicture, DataError, encodeGif, encodeWav, type Video } from '../src/index.ts';
import { readMedia } from '../src/node/readMedia.ts';
import {
  folder as dataFolder,
  decodeMedia,
  decodeVideo,
  manifest,
  readVideo,
  type VideoOptions,
  writeMp4,
} from '../src/node.ts';

jest.setTimeout(30_000);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xm-videos-'));
});
afterAll(() => rm(folder, { recursive: true }));
const put = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};

test('without ffmpeg an error says how to get it', async () => {
  const { PATH } = process.env;
  process.env['PATH'] = folder;
  try {
    const reading = readVideo(await put('any.mp4', 'any'));
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(
      /any\.mp4: .* ffprobe is not on PATH. Install them .apt-get/,
    );
  } finally {
    process.env['PATH'] = PATH;
  }
});

const there = ['ffmpeg', 'ffprobe'].every((name) => spawnSync(name, ['-version']).status === 0);
if (!there) test.skip('skipped: no ffmpeg on PATH (apt-get install ffmpeg)', () => {});
else withFfmpeg();

function withFfmpeg(): void {
  const ffmpeg = (...args: string[]): void => {
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { cwd: folder });
  };
  /** Frame i has the grey 8·i. */
  const greys = (count: number, frameRate: number, width = 32, height = 32): Video => ({
    frameRate,
    frames: Array.from({ length: count }, (_, i) =>
      blankPicture(width, height, [8 * i, 8 * i, 8 * i]),
    ),
  });
  /** Which frame of `greys` each frame is, by its middle. */
  const numbers = ({ frames }: Video): number[] =>
    frames.map(({ data, width, height }) => {
      const middle = 3 * (Math.floor(height / 2) * width + Math.floor(width / 2));
      return Math.round(data[middle] / 8);
    });
  const upTo = (count: number, step = 1, from = 0): number[] =>
    Array.from({ length: count }, (_, i) => from + i * step);
  const inFolder = (name: string): string => join(folder, name);

  beforeAll(async () => {
    await writeMp4(inFolder('front.mp4'), greys(25, 25));
    ffmpeg('-i', 'front.mp4', '-c', 'copy', 'end.mp4');
    ffmpeg('-i', 'front.mp4', '-c:v', 'libvpx', '-crf', '4', '-b:v', '1M', 'clip.webm');
    await put('clip.gif', encodeGif(greys(25, 25)));
  });

  test.each(['front.mp4', 'end.mp4', 'clip.webm', 'clip.gif'])('all frames of %s', async (name) => {
    const video = await readVideo(inFolder(name));
    expect(video.frameRate).toBe(25);
    expect(video.frames[0]).toMatchObject({ width: 32, height: 32, channels: 3 });
    expect(video.frames[0].data).toHaveLength(32 * 32 * 3);
    expect(numbers(video)).toEqual(upTo(25));
  });

  test('the bytes alone give the same, and nothing stays behind', async () => {
    const bytes = await readFile(inFolder('end.mp4'));
    const video = await decodeVideo(bytes, { source: 'bytes' });
    expect(video).toEqual(await readVideo(inFolder('end.mp4')));
    expect((await readdir(tmpdir())).filter((entry) => /^xm-video-/.test(entry))).toEqual([]);
  });

  test('frames by time: those in the middle of each interval', async () => {
    const read = async (options: VideoOptions) =>
      numbers(await readVideo(inFolder('end.mp4'), options));
    expect(await read({ frameRate: 5 })).toEqual(upTo(5, 5, 2));
    expect(await read({ frameRate: 50, seconds: 0.2 })).toHaveLength(10);
    expect(await read({ seconds: 0.4 })).toEqual(upTo(10));
    expect(await read({ frameRate: 5, seconds: 0.6 })).toEqual(upTo(3, 5, 2));
  });

  test('a size cuts out the square in the middle', async () => {
    const stripes = blankPicture(96, 32, [0, 0, 255]);
    for (let i = 0; i < 96 * 32; i++) {
      if (i % 96 >= 32 && i % 96 < 64) stripes.data.set([255, 0, 0], 3 * i);
    }
    await writeMp4(inFolder('stripes.mp4'), { frameRate: 8, frames: [stripes, stripes] });
    const { frames } = await readVideo(inFolder('stripes.mp4'), { size: 16 });
    expect(frames).toHaveLength(2);
    expect([frames[0].width, frames[0].height]).toEqual([16, 16]);
    for (const at of [17, 100, 200]) {
      expect(frames[0].data[3 * at]).toBeGreaterThan(200);
      expect(frames[0].data[3 * at + 2]).toBeLessThan(60);
    }
  });

  test('frames come upright and with square pixels', async () => {
    await writeMp4(inFolder('wide.mp4'), greys(2, 8, 64, 32));
    const turned = await readFile(inFolder('wide.mp4'));
    // The matrix of the track header: a quarter turn.
    const matrix = turned.indexOf('tkhd') + 44;
    for (const [i, value] of [0, 65536, 0, -65536, 0].entries())
      turned.writeInt32BE(value, matrix + 4 * i);
    const upright = await readVideo(await put('turned.mp4', turned));
    expect([upright.frames[0].width, upright.frames[0].height]).toEqual([32, 64]);

    ffmpeg('-i', 'wide.mp4', '-vf', 'setsar=1/2', 'tall.mp4');
    const square = await readVideo(inFolder('tall.mp4'));
    expect([square.frames[0].width, square.frames[0].height]).toEqual([32, 32]);
  });

  test('what is transparent shows the background', async () => {
    const gif = encodeGif({ frameRate: 4, frames: [blankPicture(8, 8, [255, 0, 0])] });
    // Its one colour is the transparent one.
    const control = Buffer.from(gif).indexOf(Buffer.from([0x21, 0xf9, 4]));
    gif[control + 3] = 1;
    await put('clear.gif', gif);
    const clear = await readVideo(inFolder('clear.gif'));
    expect(clear.frames[0]).toEqual(blankPicture(8, 8, [255, 255, 255]));
    const blue = await readVideo(inFolder('clear.gif'), { background: [0, 0, 255] });
    expect(blue.frames[0]).toEqual(blankPicture(8, 8, [0, 0, 255]));
  });

  test('a video without a duration is read to its end', async () => {
    ffmpeg(
      '-i',
      'front.mp4',
      '-c:v',
      'libvpx',
      '-b:v',
      '1M',
      '-f',
      'webm',
      '-live',
      '1',
      'live.webm',
    );
    expect((await readVideo(inFolder('live.webm'))).frames).toHaveLength(25);
  });

  test('a file is what its bytes say, not its name', async () => {
    const path = await put('clip.png', await readFile(inFolder('end.mp4')));
    const { video } = await readMedia(path, undefined, { frameRate: 5 });
    expect(video!.frames).toHaveLength(5);
    const bytes = await readFile(path);
    const media = await decodeMedia(bytes, { source: path, video: { seconds: 0.2 } });
    expect(media.video!.frames).toHaveLength(5);
    // An animated GIF is a picture, as long as nobody asks for a video.
    const gif = await decodeMedia(await readFile(inFolder('clip.gif')), {
      source: 'clip.gif',
      from: join(__dirname, '..'),
    });
    expect(gif.image).toMatchObject({ width: 32, height: 32 });
  });

  test('manifests and folders hold videos', async () => {
    await put('list.csv', 'video,caption\nend.mp4,it gets light\nclip.gif,it too\n');
    const few = { frameRate: 5, seconds: 0.4 };
    const listed = await manifest(inFolder('list.csv'), { video: few });
    for (const [i, text] of ['it gets light', 'it too'].entries()) {
      const example = await listed.get(i);
      expect(example.text).toBe(text);
      expect(numbers(example.video!)).toEqual([2, 7]);
    }
    await mkdir(inFolder('films/gets_light'), { recursive: true });
    await copyFile(inFolder('end.mp4'), inFolder('films/gets_light/1.mp4'));
    const example = await (await dataFolder(inFolder('films'), { video: few })).get(0);
    expect(example).toMatchObject({ id: 'gets_light/1.mp4', text: 'gets light' });
    expect(numbers(example.video!)).toEqual([2, 7]);
  });

  const cut = async (name: string, part: number): Promise<string> => {
    const bytes = await readFile(inFolder(name));
    return put(`cut-${name}`, bytes.subarray(0, bytes.length * part));
  };
  const sound = encodeWav({ sampleRate: 8000, samples: new Float32Array(8000) });

  test.each<[string, () => Promise<string>, RegExp]>([
    ['is missing', async () => inFolder('none.mp4'), /cannot be opened \(ENOENT\)/],
    ['is a folder', async () => folder, /cannot be opened \(it is not a file\)/],
    ['is empty', () => put('empty.mp4', ''), /may be damaged/],
    ['holds words', () => put('words.mp4', 'some words'), /may be damaged/],
    ['lacks its end', () => cut('end.mp4', 0.6), /moov atom not found/],
    ['lacks its last frames', () => cut('front.mp4', 0.8), /may be damaged/],
    ['is a WebM that is cut off', () => cut('clip.webm', 0.6), /may be damaged/],
    ['is a GIF that is cut off', () => cut('clip.gif', 0.6), /this one is cut off/],
    ['is a sound', () => put('sound.avi', sound), /may be damaged|no moving pictures|has none/],
    [
      'is a sound in MP4',
      async () => {
        await put('tone.wav', sound);
        ffmpeg('-i', 'tone.wav', 'tone.mp4');
        return inFolder('tone.mp4');
      },
      /must have moving pictures, this file has none/,
    ],
    [
      'has no frames',
      async () => {
        ffmpeg('-f', 'lavfi', '-i', 'color=red:size=16x16:rate=8', '-frames:v', '0', 'zero.mp4');
        return inFolder('zero.mp4');
      },
      /has none|may be damaged/,
    ],
    [
      'names other files',
      () => put('list.mp4', 'ffconcat version 1.0\nfile front.mp4\n'),
      /may be damaged/,
    ],
    [
      'says it is huge',
      async () => {
        const gif = encodeGif(greys(2, 8));
        // 20,000 x 10,000.
        gif.set([0x20, 0x4e, 0x10, 0x27], 6);
        return put('huge.gif', gif);
      },
      /pixels|may be damaged/,
    ],
  ])('a file that %s is refused', async (_, make, message) => {
    const path = await make();
    const reading = readVideo(path);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(path);
  });

  test('what does not fit into memory is refused before it is decoded', async () => {
    const path = inFolder('end.mp4');
    await expect(readVideo(path, { frameRate: 1e6 })).rejects.toThrow(
      /at most 250000 frames of 32 x 32, .* lower frameRate/,
    );
    await expect(readVideo(path, { size: 16_000 })).rejects.toThrow(/at most 1 frames of 16000/);
    await expect(readVideo(path, { size: 0.5 })).rejects.toThrow(/size must be a positive/);
    await expect(readVideo(path, { seconds: -1 })).rejects.toThrow(/seconds must be a positive/);
    await expect(readVideo(path, { frameRate: Number.NaN })).rejects.toThrow(/frameRate must/);
  });

  test('a signal kills the program and leaves nothing', async () => {
    const stop = new AbortController();
    const bytes = await readFile(inFolder('end.mp4'));
    const slow = { source: 'slow', frameRate: 200_000, size: 8, signal: stop.signal };
    const reading = decodeVideo(bytes, slow);
    setTimeout(() => stop.abort(), 300);
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(children()).toEqual([]);
    expect((await readdir(tmpdir())).filter((entry) => /^xm-video-/.test(entry))).toEqual([]);
    await expect(decodeVideo(bytes, slow)).rejects.toMatchObject({ name: 'AbortError' });
  });

  /** Programs started here that still run or were not waited for. */
  const children = (): string[] =>
    execFileSync('ps', ['-o', 'comm=', '--ppid', `${process.pid}`], { encoding: 'utf8' })
      .split('\n')
      .filter((name) => /^ff/.test(name));

  test('whatever the bytes, a video or a DataError comes out', async () => {
    const whole = await readFile(inFolder('front.mp4'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), {
          maxLength: 30,
        }),
        fc.nat({ max: whole.length }),
        async (changes, length) => {
          const bytes = Uint8Array.from(whole.subarray(0, length));
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          try {
            const { frames } = await decodeVideo(bytes, { source: 'bytes', frameRate: 8, size: 8 });
            expect(frames.length).toBeGreaterThan(0);
          } catch (error) {
            if (!(error instanceof DataError)) throw error;
          }
        },
      ),
      { numRuns: 5, examples: [[[], whole.length]] },
    );
  });

  test('frames that are no video are not written', async () => {
    const path = inFolder('bad.mp4');
    await expect(writeMp4(path, { frameRate: 8, frames: [] })).rejects.toThrow(/must have frames/);
    await expect(writeMp4(join(folder, 'no', 'a.mp4'), greys(1, 8))).rejects.toThrow(DataError);
    await expect(
      writeMp4(path, greys(9, 8), { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect((await readdir(folder)).filter((name) => /bad|half/.test(name))).toEqual([]);
  });

  test('odd sides get a row and a column more', async () => {
    await writeMp4(inFolder('odd.mp4'), greys(2, 8, 31, 33));
    const { frames } = await readVideo(inFolder('odd.mp4'));
    expect([frames[0].width, frames[0].height]).toEqual([32, 34]);
  });
}
