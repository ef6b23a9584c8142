// How long do COCO's training captions take to open, and how much memory? npm run bench -- coco
// A file of that layout and size (118,287 pictures, five captions each) is written into the system's temporary
// folder, opened in a process of its own, and removed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coco } from '@xm/data/node';

const [pictures, captions] = [118_287, 5];
const words =
  'a man riding a wave on top of a surfboard in the ocean, with his dog and an umbrella é'.split(
    ' ',
  );
const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);

function annotations() {
  const images = Array.from({ length: pictures }, (_, id) => {
    const name = `${String(id).padStart(12, '0')}.jpg`;
    const url = `http://images.cocodataset.org/train2017/${name}`;
    const flickr = 'http://farm9.staticflickr.com/8186/8119368305_4e622c8349_z.jpg';
    const rest = { height: 360, width: 640, date_captured: '2013-11-14 11:18:45', id };
    return { license: 3, file_name: name, coco_url: url, flickr_url: flickr, ...rest };
  });
  const captionAt = (i) =>
    Array.from({ length: 11 }, (_, k) => words[(i * 7 + k * 5 + (i >> 3) * k) % words.length]);
  const all = Array.from({ length: pictures * captions }, (_, id) => ({
    image_id: id % pictures,
    id,
    caption: captionAt(id).join(' '),
  }));
  return JSON.stringify({ info: {}, images, annotations: all });
}

const [option, path] = process.argv.slice(2);
if (option === '--open') {
  const startMB = megabytes();
  const data = await coco(path, { images: dirname(path) });
  const { user, system } = process.cpuUsage();
  const cpuSeconds = Number(((user + system) / 1e6).toFixed(1));
  console.log(JSON.stringify({ pictures: data.length, cpuSeconds, startMB, peakMB: megabytes() }));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'xm-bench-'));
  try {
    const file = join(folder, 'captions_train2017.json');
    writeFileSync(file, annotations());
    const fileMB = Math.round(statSync(file).size / 2 ** 20);
    const args = [fileURLToPath(import.meta.url), '--open', file];
    const found = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    console.log(JSON.stringify({ bench: 'coco', fileMB, ...found }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
