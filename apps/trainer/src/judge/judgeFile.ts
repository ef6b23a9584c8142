import { DataError } from '@xm/data';
import type { DiskCache } from '@xm/data/node';
import {
  conform,
  createRng,
  disposeParams,
  loadParams,
  type Params,
  type Rng,
  saveParams,
} from '@xm/tensor-ops';

/** Raised whenever the same config would give other numbers: what was kept is then of no use. */
export const judgeVersion = 1;

/** A judge of any kind, with how often it is right. */
export interface TrainedJudge<Config, Accuracy> {
  readonly config: Config;
  readonly params: Params;
  readonly accuracy: Accuracy;
}

/** What a judge's file says besides its tensors. */
interface Header<Config, Accuracy> {
  readonly version: number;
  readonly config: Config;
  readonly accuracy: Accuracy;
}

/** A safetensors file that has all of a judge: params, config, and how often it is right. */
export const encodeJudge = <Config, Accuracy>({
  config,
  params,
  accuracy,
}: TrainedJudge<Config, Accuracy>): Promise<Uint8Array> => {
  const header: Header<Config, Accuracy> = { version: judgeVersion, config, accuracy };
  return saveParams(params, { judge: JSON.stringify(header) });
};

/** The network of a judge, which says what params there must be. */
type NetworkOf<Config> = (config: Config) => { init(rng: Rng): Params };

/**
 * @param source names the file in messages
 * @throws DataError when the file is damaged, or was not written by `encodeJudge` of this version.
 */
export function decodeJudge<Config, Accuracy>(
  bytes: Uint8Array,
  source: string,
  networkOf: NetworkOf<Config>,
): TrainedJudge<Config, Accuracy> {
  const { params, metadata } = loadParams(bytes, source);
  const header = headerOf<Config, Accuracy>(metadata['judge']);
  if (header?.version !== judgeVersion) {
    disposeParams(params);
    throw new DataError(
      `${source}: this must be a judge of version ${judgeVersion}, got ` +
        `${header === undefined ? 'none' : `version ${header.version}`}. Train it anew.`,
    );
  }
  const { config, accuracy } = header;
  const template = networkOf(config).init(createRng(0));
  try {
    return { config, params: conform(params, template, source), accuracy };
  } finally {
    disposeParams(template);
  }
}

/** How a judge comes to be. */
export interface Making<Config, Accuracy> {
  /** Of what it is a judge: 'shapes'. */
  readonly of: string;
  readonly config: Config;
  readonly networkOf: NetworkOf<Config>;
  train(): Promise<Params>;
  test(params: Params): Promise<Accuracy>;
}

/**
 * A judge from the disk where it was made before, else trained and tested.
 *
 * @throws DataError when the cache cannot be written; what `train` and `test` throw.
 */
export async function keptJudge<Config, Accuracy>(
  cache: DiskCache,
  { of, config, networkOf, train, test }: Making<Config, Accuracy>,
): Promise<TrainedJudge<Config, Accuracy>> {
  const bytes = await cache.get([`judge of ${of}`, judgeVersion, config], async () => {
    const params = await train();
    try {
      return await encodeJudge({ config, params, accuracy: await test(params) });
    } finally {
      disposeParams(params);
    }
  });
  return decodeJudge(bytes, `the judge of ${of}`, networkOf);
}

function headerOf<Config, Accuracy>(text = 'null'): Header<Config, Accuracy> | undefined {
  try {
    return (JSON.parse(text) as Header<Config, Accuracy> | null) ?? undefined;
  } catch {
    return undefined;
  }
}
