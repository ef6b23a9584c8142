import { address, beginOf, word } from './job';

/** Where a job that adds or removes a frame around pictures holds what. Sizes of rows in bytes. */
enum Word {
  inner,
  outer,
  images,
  innerRows,
  innerRow,
  outerRows,
  outerRow,
  /** Rows, and bytes of each row, of the frame that come before the picture. */
  top,
  left,
}

/** outer = inner within zeros. Parts are pictures. */
export function pad(job: usize, part: i32, parts: i32): void {
  const size = address(job, Word.innerRow);
  const outerRow = address(job, Word.outerRow);
  const outerBytes = outerRow * address(job, Word.outerRows);
  const images = word(job, Word.images);
  for (
    let image = beginOf(images, 1, part, parts);
    image < beginOf(images, 1, part + 1, parts);
    image++
  ) {
    let from = innerOf(job, image);
    let written = address(job, Word.outer) + outerBytes * <usize>image;
    const end = written + outerBytes;
    let to = firstOf(job, image);
    for (let row = 0; row < word(job, Word.innerRows); row++, from += size, to += outerRow) {
      memory.fill(written, 0, to - written);
      memory.copy(to, from, size);
      written = to + size;
    }
    memory.fill(written, 0, end - written);
  }
}

/** inner = what the frame of outer encloses. Parts are pictures. */
export function unpad(job: usize, part: i32, parts: i32): void {
  const size = address(job, Word.innerRow);
  const images = word(job, Word.images);
  for (
    let image = beginOf(images, 1, part, parts);
    image < beginOf(images, 1, part + 1, parts);
    image++
  ) {
    let to = innerOf(job, image);
    let from = firstOf(job, image);
    for (let row = 0; row < word(job, Word.innerRows); row++) {
      memory.copy(to, from, size);
      to += size;
      from += address(job, Word.outerRow);
    }
  }
}

function innerOf(job: usize, image: i32): usize {
  const bytes = address(job, Word.innerRow) * address(job, Word.innerRows);
  return address(job, Word.inner) + bytes * <usize>image;
}

/** The first number inside the frame. */
function firstOf(job: usize, image: i32): usize {
  const above = <usize>image * address(job, Word.outerRows) + address(job, Word.top);
  return address(job, Word.outer) + address(job, Word.outerRow) * above + address(job, Word.left);
}
