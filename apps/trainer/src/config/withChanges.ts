import { ConfigError } from '@xm/tensor-ops';

/**
 * A config with some of its fields changed, each change a path and what is to be there: `data.level=3`. It is read as JSON
 * where it is such, and else as text; nothing after the sign takes the field away. Whether all fits is for `parseConfig`.
 *
 * @throws ConfigError for a change without a sign, or under something that has no fields.
 */
export function withChanges(config: unknown, changes: readonly string[]): unknown {
  const changed: unknown = structuredClone(config);
  for (const change of changes) {
    const sign = change.indexOf('=');
    if (sign < 1) {
      throw new ConfigError(
        `--set must be a field and what is to be there, got '${change}'. For instance data.level=3.`,
      );
    }
    const path = change.slice(0, sign).split('.');
    const name = path.pop() as string;
    const parent = path.reduce<unknown>((node, key) => fieldsOf(node, change)[key], changed);
    const fields = fieldsOf(parent, change);
    const value = change.slice(sign + 1);
    if (value === '') delete fields[name];
    else fields[name] = read(value);
  }
  return changed;
}

function fieldsOf(node: unknown, change: string): Record<string, unknown> {
  if (typeof node === 'object' && node !== null) return node as Record<string, unknown>;
  throw new ConfigError(
    `--set ${change}: there is nothing with fields on that way. Set what holds it, as JSON: a={"b":1}.`,
  );
}

function read(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
