// The few messages of ONNX's protobuf that a model of one operation needs.
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto has the numbers of the fields.

const concat = (parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));

function varint(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

const number = (field, value) => concat([varint(field * 8), varint(value)]);
const bytes = (field, value) => concat([varint(field * 8 + 2), varint(value.length), value]);
const string = (field, value) => bytes(field, Buffer.from(value));
const message = (field, ...parts) => bytes(field, concat(parts));

const float = 1;
const dimensions = (shape) => shape.map((size) => message(1, number(1, size)));
const tensor = (field, name, shape) =>
  message(
    field,
    string(1, name),
    message(2, message(1, number(1, float), message(2, ...dimensions(shape)))),
  );

/** An attribute: a text, or whole numbers. */
const attribute = ([name, value]) =>
  typeof value === 'string'
    ? message(5, string(1, name), string(4, value), number(20, 3))
    : message(5, string(1, name), ...value.map((one) => number(8, one)), number(20, 7));

/** y = operation(a, b), as a model's bytes. */
export function onnxModel(operation, attributes, aShape, bShape, yShape) {
  const node = message(
    1,
    string(1, 'a'),
    string(1, 'b'),
    string(2, 'y'),
    string(4, operation),
    ...Object.entries(attributes).map(attribute),
  );
  const graph = message(
    7,
    node,
    string(2, 'graph'),
    tensor(11, 'a', aShape),
    tensor(11, 'b', bShape),
    tensor(12, 'y', yShape),
  );
  return concat([number(1, 8), graph, message(8, string(1, ''), number(2, 17))]);
}
