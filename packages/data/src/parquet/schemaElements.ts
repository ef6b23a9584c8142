import type { ConvertedType, LogicalType, ParquetType, SchemaElement } from 'hyparquet';
import type { Fields, Thrift } from './thrift.ts';

type Constants = typeof import('hyparquet/src/constants.js');

/**
 * The elements of the schema as hyparquet has them. What a column is said to mean is left out where its type
 * cannot mean it, or where hyparquet would make far more of it than its bytes are (VARIANT, GEOMETRY, decimals
 * without a length, the keys of a MAP): its cells are then bytes, or structures of bytes.
 *
 * @throws Error when they are no tree, nest deeper than 32, or two that stand side by side have one name.
 */
export function schemaElements(fields: Fields, constants: Constants): SchemaElement[] {
  const elements = asList(fields.get(2)).map((field) => schemaElement(asFields(field), constants));
  const open: { left: number; readonly names: Set<string> }[] = [{ left: 1, names: new Set() }];
  for (const { name, num_children: children = 0 } of elements) {
    while (open.length > 0 && open[open.length - 1].left === 0) open.pop();
    const parent = open[open.length - 1];
    if (parent === undefined || open.length > 32) throw new Error('a schema that is no tree');
    if (parent.names.has(name)) throw new Error(`two columns named ${name}`);
    parent.names.add(name);
    parent.left--;
    if (children > 0) open.push({ left: children, names: new Set() });
  }
  if (open.some(({ left }) => left > 0)) throw new Error('a schema that ends early');
  return elements;
}

function schemaElement(
  fields: Fields,
  { ConvertedTypes, FieldRepetitionTypes, ParquetTypes }: Constants,
): SchemaElement {
  const number = (id: number): number | undefined => asNumber(fields.get(id));
  const named = <Name>(names: readonly Name[], id: number): Name | undefined =>
    fields.has(id) ? names[number(id)!] : undefined;
  const type = named(ParquetTypes, 1);
  const length = number(2);
  const converted = named(ConvertedTypes, 6);
  const logical = fields.has(10) ? logicalType(asFields(fields.get(10))) : undefined;
  const element = {
    type,
    type_length: length,
    repetition_type: named(FieldRepetitionTypes, 3),
    name: new TextDecoder().decode(asBytes(fields.get(4))),
    num_children: number(5),
    converted_type: converted && fits(converted, type, length) ? converted : undefined,
    scale: number(7),
    logical_type: logical && fits(logical.type, type, length) ? logical : undefined,
  };
  const { num_children: children = 0 } = element;
  if (children < 0 || (children === 0) !== (type !== undefined)) {
    throw new Error(`column ${element.name} of ${children} parts and type ${type}`);
  }
  return Object.fromEntries(
    Object.entries(element).filter(([, value]) => value !== undefined),
  ) as unknown as SchemaElement;
}

/** Those that change how a cell is read; all others are as their bytes. */
function logicalType(fields: Fields): LogicalType | undefined {
  const part = (id: number): Fields => asFields(fields.get(id));
  if (fields.has(1)) return { type: 'STRING' };
  if (fields.has(4)) return { type: 'ENUM' };
  if (fields.has(8)) {
    const unit = (['MILLIS', 'MICROS', 'NANOS'] as const).find((_, i) =>
      asFields(part(8).get(2)).has(i + 1),
    );
    if (unit === undefined) throw new Error('a time without a unit');
    return { type: 'TIMESTAMP', isAdjustedToUTC: part(8).get(1) === true, unit };
  }
  if (fields.has(10)) {
    const bitWidth = asNumber(part(10).get(1)) ?? 0;
    return { type: 'INTEGER', bitWidth, isSigned: part(10).get(2) === true };
  }
  if (fields.has(12)) return { type: 'JSON' };
  if (fields.has(14)) return { type: 'UUID' };
  if (fields.has(15)) return { type: 'FLOAT16' };
  return undefined;
}

function fits(
  meaning: ConvertedType | LogicalType['type'],
  type: ParquetType | undefined,
  length = 0,
): boolean {
  const fixed = type === 'FIXED_LEN_BYTE_ARRAY';
  if (meaning === 'LIST') return type === undefined;
  if (['UTF8', 'STRING', 'ENUM', 'JSON'].includes(meaning)) return type === 'BYTE_ARRAY';
  if (meaning === 'UUID') return fixed && length === 16;
  if (meaning === 'FLOAT16') return fixed && length === 2;
  if (['BSON', 'INTERVAL', 'MAP', 'MAP_KEY_VALUE'].includes(meaning)) return false;
  return type === 'INT32' || type === 'INT64' || (meaning === 'DECIMAL' && fixed && length <= 32);
}

/** @throws Error when it is none; undefined stays so. */
export function asNumber(value: Thrift | undefined): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (number === undefined || Number.isSafeInteger(number)) return number as number | undefined;
  throw new Error('something that should be an integer');
}

export function asList(value: Thrift | undefined): readonly Thrift[] {
  if (Array.isArray(value)) return value;
  throw new Error('something that should be a list');
}

export function asFields(value: Thrift | undefined): Fields {
  if (value instanceof Map) return value;
  throw new Error('something that should be a struct');
}

export function asBytes(value: Thrift | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error('something that should be bytes');
}
