import type { Compiled, Kind } from './compiled.ts';

/** Places of a transformed tile; see assembly/winograd.ts. */
export const places = 36;
/** Rows and columns of the results of a tile. */
export const tileSide = 4;

/** Pictures, and the tiles that they are taken apart into or put together from. */
export interface Tiling {
  /** Byte address of the pictures [images, height, width, channels]; channels a multiple of four. */
  readonly pictures: number;
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Tiles of one picture. */
  readonly tileRows: number;
  readonly tileColumns: number;
  /** How many rows above the picture and columns left of it the first tile begins. */
  readonly top: number;
  readonly left: number;
  /** Byte address of the tiles [images·tileRows·tileColumns, 36, channels]. */
  readonly tiles: number;
}

/** Which transform of tiles: of 6×6 numbers each, of 4×4 gradients, or back to 4×4 results. */
export type TileKind = Extract<Kind, 'tilesOfPictures' | 'tilesOfGradient' | 'picturesOfTiles'>;

export function transformTiles(compiled: Compiled, kind: TileKind, t: Tiling): void {
  const { pictures, images, height, width, channels, tileRows, tileColumns, top, left, tiles } = t;
  const job = [pictures, images, height, width, channels, tileRows, tileColumns, top, left, tiles];
  compiled.run(kind, job, 4 * places * images * tileRows * tileColumns * channels);
}

/** Byte addresses of a filter [3, 3, size] and of the same transformed, [36, size]. */
export interface FilterTiles {
  readonly filter: number;
  readonly tiles: number;
  /** Inputs × filters: a multiple of four. */
  readonly size: number;
}

/** @param backwards take the taps from the last to the first */
export function transformFilter(compiled: Compiled, f: FilterTiles, backwards: boolean): void {
  compiled.run(
    'tilesOfFilter',
    [f.filter, f.tiles, f.size, backwards ? 1 : 0],
    4 * places * f.size,
  );
}

/** @param count how many transformed gradients lie one after another: their sum is transformed back */
export function transformFilterBack(compiled: Compiled, f: FilterTiles, count: number): void {
  compiled.run('filterOfTiles', [f.filter, f.tiles, f.size, count], 4 * places * f.size * count);
}
