/** A tensor has the wrong rank, size or dtype. The message names what must hold, what came, what to do. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** A configuration cannot be built. The message starts with the path of the field. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A file or record is damaged or missing. The message says where, what was wrong and what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** A backend cannot start or cannot hold the computation. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
}
