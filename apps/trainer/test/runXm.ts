import { main } from '../src/xm.ts';

/** The `xm` command in this process: its exit code, and all that it wrote. */
export async function runXm(
  ...args: string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const texts = { out: '', err: '' };
  const stream = (name: 'out' | 'err') =>
    ({
      isTTY: false,
      write: (text: string) => {
        texts[name] += text;
        return true;
      },
    }) as unknown as NodeJS.WriteStream;
  const code = await main(args, stream('out'), stream('err'));
  return { code, ...texts };
}
