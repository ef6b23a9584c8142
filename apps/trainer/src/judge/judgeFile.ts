import { DataError } from '@xm/data';
import {
  conform,
  createRng,
  disposeParams,
  loadParams,
  type Params,
  saveParams,
} from '@xm/tensor-ops';
import { type Judge, type JudgeAccuracy, judgeOf } from './judge.ts';
import type { JudgeConfig } from './judgeConfig.ts';
import { judgeNetwork } from './judgeNetwork.ts';

/** Raised whenever the same config would give other numbers: what was kept is then of no use. */
export const judgeVersion = 1;

/** What a judge's file says besides its tensors. */
interface Header {
  readonly version: number;
  readonly config: JudgeConfig;
  readonly accuracy: JudgeAccuracy;
}

/** A safetensors file that has all of a judge: params, config, and how often it is right. */
export const encodeJudge = (
  config: JudgeConfig,
  params: Params,
  accuracy: JudgeAccuracy,
): Promise<Uint8Array> => {
  const header: Header = { version: judgeVersion, config, accuracy };
  return saveParams(params, { judge: JSON.stringify(header) });
};

/**
 * @param source names the file in messages
 * @throws DataError when the file is damaged, or was not written by `encodeJudge` of this version.
 */
export function decodeJudge(bytes: Uint8Array, source: string): Judge {
  const { params, metadata } = loadParams(bytes, source);
  const header = headerOf(metadata['judge']);
  if (header?.version !== judgeVersion) {
    disposeParams(params);
    throw new DataError(
      `${source}: this must be a judge of version ${judgeVersion}, got ` +
        `${header === undefined ? 'none' : `version ${header.version}`}. Train it anew.`,
    );
  }
  const { config, accuracy } = header;
  const template = judgeNetwork(config).init(createRng(0));
  try {
    return judgeOf(config, conform(params, template, source), accuracy);
  } finally {
    disposeParams(template);
  }
}

function headerOf(text = 'null'): Header | undefined {
  try {
    return (JSON.parse(text) as Header | null) ?? undefined;
  } catch {
    return undefined;
  }
}
