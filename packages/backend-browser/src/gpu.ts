/** The part of WebGPU that is asked before tfjs takes over. */
export interface Gpu {
  requestAdapter(options?: object): Promise<Adapter | null>;
}

export interface Adapter {
  readonly info?: { readonly vendor?: string; readonly description?: string };
}

interface Surroundings {
  navigator?: { gpu?: Gpu };
  readonly process?: { readonly versions?: { readonly node?: string } };
}

const here = globalThis as unknown as Surroundings;

export const inNode = (): boolean => here.process?.versions?.node !== undefined;

/**
 * The WebGPU of this browser; in Node that of Dawn, from the optional package `webgpu`.
 *
 * @param dawn imports that package; elsewhere than in tests it is found by its name
 */
export async function findGpu(dawn: () => Promise<unknown> = importDawn): Promise<Gpu | undefined> {
  if (here.navigator?.gpu || !inNode()) return here.navigator?.gpu;
  try {
    const { create, globals } = (await dawn()) as {
      create(flags: string[]): Gpu;
      globals: object;
    };
    // Where tfjs looks for them, as in a page.
    Object.assign(globalThis, globals);
    const gpu = create([]);
    const navigator = here.navigator ?? {};
    Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
    if (!here.navigator) here.navigator = navigator;
    return gpu;
  } catch {
    return undefined;
  }
}

/** By a name in a variable, so that bundlers leave it alone. */
const importDawn = (): Promise<unknown> => {
  const name = 'webgpu';
  return import(name);
};
