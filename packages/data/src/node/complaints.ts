/** The lines in which ffmpeg complains, without what differs from run to run: addresses in memory, paths. */
export const complaints = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .map((line) =>
      line
        .replace(/ @ 0x[0-9a-f]+/g, '')
        .replace(/^file:.*?: /, '')
        .trim(),
    );
