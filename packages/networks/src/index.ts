export { type ConvCriticConfig, convCritic } from './critic/convCritic.ts';
export { minibatchDeviation } from './critic/minibatchDeviation.ts';
export {
  type CriticInput,
  type Judgement,
  type ProjectionOptions,
  projectionCritic,
} from './critic/projectionCritic.ts';
export { iterateSpectral, spectrallyNormalised, spectralVectors } from './critic/spectralNorm.ts';
export { type ConvDecoderConfig, convDecoder } from './image/convDecoder.ts';
export { type ConvConfig, convEncoder } from './image/convEncoder.ts';
export { type GridDecoderConfig, gridDecoder } from './image/gridDecoder.ts';
export {
  type ImageConfig,
  type ImageSize,
  imageEncoder,
  imageFeatures,
  imageSizes,
} from './image/imageEncoder.ts';
export { type MappedDecoderConfig, mappedDecoder } from './image/mappedDecoder.ts';
export { type MixerConfig, mixerEncoder } from './image/mixerEncoder.ts';
export { type PatchConfig, patchEncoder } from './image/patchEncoder.ts';
export type { Pooling } from './image/pooling.ts';
export { maskedMean } from './maskedMean.ts';
export { ctcHead, type FrameLogits } from './speech/ctcHead.ts';
export { ctcLoss } from './speech/ctcLoss.ts';
export { ctcTranscribe } from './speech/ctcTranscribe.ts';
export { lengthCrossEntropy } from './speech/lengthCrossEntropy.ts';
export { lengthMask } from './speech/lengthMask.ts';
export {
  type DecodedSpeech,
  type MelDecoderConfig,
  type MelDecoderSize,
  melDecoder,
  melDecoderSizes,
} from './speech/melDecoder.ts';
export type { Speech } from './speech/speech.ts';
export { type SpeechSize, speechEncoder, speechSizes } from './speech/speechEncoder.ts';
export { type SpeechConfig, speechFrames } from './speech/speechFrames.ts';
export { type BagConfig, bagEncoder } from './text/bagEncoder.ts';
export { type GenerateOptions, generateText } from './text/generateText.ts';
export { type SamplingOptions, sampleToken } from './text/sampleToken.ts';
export {
  type Memory,
  type TextDecoderConfig,
  type TextDecoderSize,
  textDecoder,
  textDecoderSizes,
} from './text/textDecoder.ts';
export { type TextConfig, type TextSize, textEncoder, textSizes } from './text/textEncoder.ts';
export { tokenCrossEntropy } from './text/tokenCrossEntropy.ts';
export type { Tokens } from './text/tokens.ts';
export { type TransformerConfig, transformerEncoder } from './text/transformerEncoder.ts';
export { type MlpConfig, mlp } from './vector/mlp.ts';
export {
  type VideoDecoderConfig,
  type VideoDecoderSize,
  videoDecoder,
  videoDecoderSizes,
} from './video/videoDecoder.ts';
export {
  type VideoConfig,
  type VideoSize,
  videoEncoder,
  videoSizes,
} from './video/videoEncoder.ts';
