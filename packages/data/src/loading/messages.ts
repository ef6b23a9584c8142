/** What the thread that trains tells a worker. */
export type Order =
  | { readonly open: unknown }
  | {
      readonly job: number;
      readonly seed: number;
      readonly epoch: number;
      readonly indices: Uint32Array;
    };

/** What a worker answers: its dataset is open, a job is done (`Loaded[]`, packed), or something failed. */
export type Answer =
  | { readonly length: number }
  | { readonly job: number; readonly loaded: Uint8Array<ArrayBuffer> }
  | { readonly failed: string; readonly name: string; readonly stack?: string };
