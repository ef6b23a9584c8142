import { DataError } from '../../dataError.ts';
import { largestArea } from '../../pictures/checkArea.ts';
import { runProgram } from './runProgram.ts';

/** What ffprobe says of a file with moving pictures, before a frame is decoded. */
export interface Probe {
  /** Of the frames as they are shown: upright, with square pixels. */
  readonly width: number;
  readonly height: number;
  /** Frames a second, as ffmpeg writes it: '30000/1001'. */
  readonly frameRate: string;
  /** Undefined where the file does not say. */
  readonly seconds: number | undefined;
  /** Whether frames may be transparent. */
  readonly hasAlpha: boolean;
}

interface Stream {
  readonly width?: number;
  readonly height?: number;
  readonly pix_fmt?: string;
  readonly sample_aspect_ratio?: string;
  readonly avg_frame_rate?: string;
  readonly r_frame_rate?: string;
  readonly duration?: string;
  readonly side_data_list?: readonly { readonly rotation?: number }[];
}

/**
 * How both programs open a file: itself alone, since playlists and the like make them open others, as one of
 * few formats, and with no frame larger than a picture may be.
 */
export const opening = (path: string): string[] => [
  ...['-protocol_whitelist', 'file', '-format_whitelist', 'mov,mp4,matroska,webm,avi,mpegts,gif'],
  ...['-max_pixels', `${largestArea}`, '-i', `file:${path}`],
];

const alpha = /^(?:rgba|bgra|argb|abgr|ya|yuva|gbrap|pal8)/;

/** @throws DataError when the file is damaged or holds no moving pictures. */
export async function probe(
  path: string,
  source: string,
  signal: AbortSignal | undefined,
): Promise<Probe> {
  let text = '';
  const shown = 'stream_side_data=rotation:format=duration';
  const entries = `stream=width,height,pix_fmt,sample_aspect_ratio,avg_frame_rate,r_frame_rate,duration:${shown}`;
  const asked = ['-select_streams', 'V:0', '-show_entries', entries, '-of', 'json'];
  await runProgram('ffprobe', [...asked, ...opening(path)], { source, signal }, (bytes) => {
    text += new TextDecoder().decode(bytes);
  });
  const { streams = [], format } = JSON.parse(text) as {
    streams?: readonly Stream[];
    format?: { readonly duration?: string };
  };
  const [stream] = streams;
  if (!stream?.width || !stream.height) {
    throw new DataError(
      `${source}: a video must have moving pictures, this file has none. If it is a sound, make a WAV of it.`,
    );
  }
  const [across, down] = (stream.sample_aspect_ratio ?? '1:1').split(':').map(Number);
  const width = Math.max(
    1,
    Math.round(stream.width * (across > 0 && down > 0 ? across / down : 1)),
  );
  const turned = (stream.side_data_list ?? []).some(({ rotation = 0 }) => rotation % 180 !== 0);
  const rates = [stream.avg_frame_rate, stream.r_frame_rate];
  const frameRate = rates.find((rate) => rate !== undefined && rateOf(rate) > 0);
  if (frameRate === undefined) {
    throw new DataError(`${source}: a video must have frames, this one has none. Leave it out.`);
  }
  const seconds = Number(stream.duration ?? format?.duration);
  return {
    width: turned ? stream.height : width,
    height: turned ? width : stream.height,
    frameRate,
    seconds: seconds > 0 ? seconds : undefined,
    hasAlpha: alpha.test(stream.pix_fmt ?? ''),
  };
}

/** Frames a second of '30000/1001'; NaN of '0/0'. */
export function rateOf(frameRate: string): number {
  const [frames, seconds = 1] = frameRate.split('/').map(Number);
  return frames / seconds;
}
