import { type Context, createContext, Script } from 'node:vm';

const script = new Script('make()');
let sandbox: Context | undefined;

/**
 * What `make` returns, which must not wait for anything. It is ended where it is when its time is over.
 *
 * @param most milliseconds
 * @throws Error when they are over
 */
export function withinTime<Made>(most: number, make: () => Made): Made {
  sandbox ??= createContext();
  sandbox.make = make;
  try {
    return script.runInContext(sandbox, { timeout: Math.ceil(most) });
  } finally {
    sandbox.make = undefined;
  }
}
