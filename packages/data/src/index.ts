export { addNoise, type NoiseOptions } from './augment/addNoise.ts';
export { type AugmentOptions, augmentPicture } from './augment/augmentPicture.ts';
export { changeSpeed } from './augment/changeSpeed.ts';
export { type CropOptions, randomResizedCrop } from './augment/randomResizedCrop.ts';
export { type SpecAugmentOptions, specAugment } from './augment/specAugment.ts';
export { DataError } from './dataError.ts';
export { type Dataset, type Description, dataset, fromExamples } from './dataset.ts';
export type { Example } from './example.ts';
export { decodeFlac } from './flac/decodeFlac.ts';
export { encodeGif } from './gif/encodeGif.ts';
export { decodeIdx, type IdxArray } from './idx/decodeIdx.ts';
export { type Modality, modalities } from './inspect/contentHash.ts';
export type { Doubt } from './inspect/doubts.ts';
export { type InspectOptions, inspect, type Splits } from './inspect/inspect.ts';
export type { Inspection, Part } from './inspect/inspection.ts';
export type { Place } from './inspect/places.ts';
export type { RepeatedContent, Repeats } from './inspect/repeats.ts';
export type { Spread } from './inspect/spread.ts';
export {
  type BadExample,
  type Batch,
  type BatchOptions,
  type BatchStream,
  batches,
  type Cursor,
} from './loading/batches.ts';
export type { Transform } from './loading/loader.ts';
export type { OpenServed, Served } from './loading/serve.ts';
export { serveData } from './loading/serveData.ts';
export type { DataWorker, WorkerOptions } from './loading/workers.ts';
export { type ClipSize, clipsOf } from './numbers/clips.ts';
export { type GapNumbers, gapsOf } from './numbers/gaps.ts';
export type { Numbers } from './numbers/numbers.ts';
export { type PixelNormalisation, pixelsOf } from './numbers/pixels.ts';
export {
  type MelNormalisation,
  type Spectrogram,
  type SpectrogramSize,
  spectrogramsOf,
} from './numbers/spectrograms.ts';
export { type Box, crop } from './pictures/crop.ts';
export { blankPicture, type Colour, type Picture } from './pictures/picture.ts';
export { resize } from './pictures/resize.ts';
export { type DecodeOptions, decodePng } from './png/decodePng.ts';
export { encodePng } from './png/encodePng.ts';
export { type Random, random } from './random/random.ts';
export {
  type CaptionStyle,
  captionOf,
  captions,
  combinations,
  type Level,
  type MotionFactors,
  type PairFactors,
  type SaidFactors,
  type ShapeFactors,
} from './shapes/factors.ts';
export { type NearestOutline, nearestOutlines } from './shapes/nearestOutline.ts';
export { turnPeriods } from './shapes/outlines.ts';
export type { Language, Wording } from './shapes/pairCaption.ts';
export { leftOrUpperFirst, readFactors } from './shapes/readFactors.ts';
export { readMotion } from './shapes/readMotion.ts';
export { type ShapesOptions, type ShapesSplit, shapes } from './shapes/shapes.ts';
export type { GriffinLimOptions } from './speech/griffinLim.ts';
export { invertLogMel } from './speech/invertLogMel.ts';
export { type LogMel, logMel } from './speech/logMel.ts';
export type { LogMelOptions } from './speech/logMelOptions.ts';
export { resample } from './speech/resample.ts';
export type { Speak, Voice } from './speech/speak.ts';
export { type TrimOptions, trimSilence } from './speech/trimSilence.ts';
export type { Waveform } from './speech/waveform.ts';
export { allTexts, type TextQueries } from './text/allTexts.ts';
export { codePoints } from './text/codePoints.ts';
export { drawText } from './text/drawText.ts';
export { dropWords } from './text/dropWords.ts';
export { everyText } from './text/everyText.ts';
export { readTexts } from './text/readTexts.ts';
export { wordsOf } from './text/wordsOf.ts';
export { type BpeOptions, fitBpe } from './tokenizers/bpe/fitBpe.ts';
export { byteTokenizer } from './tokenizers/byteTokenizer.ts';
export { fitCharacters } from './tokenizers/characterTokenizer.ts';
export { type EncodedTexts, encodeBatch } from './tokenizers/encodeBatch.ts';
export { fromHuggingFace } from './tokenizers/huggingFace/fromHuggingFace.ts';
export { specialIds, type Tokenizer, type TokenizerConfig } from './tokenizers/tokenizer.ts';
export { tokenizerFrom } from './tokenizers/tokenizerFrom.ts';
export { fitWords } from './tokenizers/wordTokenizer.ts';
export { cache } from './transforms/cache.ts';
export { concat } from './transforms/concat.ts';
export { type DropModalityOptions, dropModality } from './transforms/dropModality.ts';
export { type FilterOptions, filter } from './transforms/filter.ts';
export { map } from './transforms/map.ts';
export { select } from './transforms/select.ts';
export { shard } from './transforms/shard.ts';
export { shuffle } from './transforms/shuffle.ts';
export { split } from './transforms/split.ts';
export { type GroupSplitOptions, splitByGroup } from './transforms/splitByGroup.ts';
export { take } from './transforms/take.ts';
export type { Direction, TranslateOptions, Translator } from './translator.ts';
export type { Video } from './video/video.ts';
export { decodeWav } from './wav/decodeWav.ts';
export { encodeWav, type WavOptions } from './wav/encodeWav.ts';
