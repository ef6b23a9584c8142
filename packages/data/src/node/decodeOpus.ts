import type { OpusDecoder } from 'opus-decoder';
import { DataError } from '../dataError.ts';
import { oggPackets } from '../ogg/oggPackets.ts';
import { readOpusHead } from '../ogg/opusHead.ts';
import { soundCollector } from '../speech/soundCollector.ts';
import type { Waveform } from '../speech/waveform.ts';
import { importFrom } from './packageFile.ts';

/** What Opus can be decoded to. */
const rates = [8000, 12_000, 16_000, 24_000, 48_000] as const;
/** All that Opus counts, it counts at this rate. */
const fullRate = 48_000;
const packetsAtOnce = 200;

/**
 * Sound from the bytes of an Ogg Opus file, by libopus in the package opus-decoder. It has as many samples
 * a second as before it was encoded where Opus knows that rate, else 48,000. Channels become one: their mean.
 *
 * @param options.source what errors call it   @param options.from a folder that has opus-decoder
 * @throws DataError when opus-decoder is not installed, or the file is cut off or damaged, has no samples or
 *   more than 64 million on all channels together.
 */
export async function decodeOpus(
  bytes: Uint8Array,
  { source, from }: { readonly source: string; readonly from: string },
): Promise<Waveform> {
  const Decoder = await load(source, from);
  const { packets, end } = oggPackets(source, bytes);
  const { preSkip, inputRate, gain, channelMappingTable, ...head } = readOpusHead(
    source,
    packets[0],
  );
  const sampleRate = rates.find((rate) => rate === inputRate) ?? fullRate;
  const options = { ...head, sampleRate, channelMappingTable: [...channelMappingTable] };
  const decoder = new Decoder(options);
  await decoder.ready;
  try {
    const collector = soundCollector(source);
    // The second packet holds titles and such.
    for (let i = 2; i < packets.length; i += packetsAtOnce) {
      const { channelData, errors } = decoder.decodeFrames(packets.slice(i, i + packetsAtOnce));
      if (errors.length > 0) throw new Error(errors[0].message);
      collector.add(channelData, gain);
    }
    const samplesAt = (count: number): number => Math.round((count * sampleRate) / fullRate);
    return collector.sound(sampleRate, samplesAt(preSkip), end < 0 ? undefined : samplesAt(end));
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${source}: opus-decoder cannot read it (${reason}). It may be damaged.`);
  } finally {
    decoder.free();
  }
}

async function load(source: string, from: string): Promise<typeof OpusDecoder> {
  const loaded = await importFrom(from, 'opus-decoder').catch(() => {
    throw new DataError(
      `${source}: Opus cannot be read without opus-decoder. Run: npm install opus-decoder`,
    );
  });
  return (loaded as { OpusDecoder: typeof OpusDecoder }).OpusDecoder;
}
