/** A download broke off, and trying again may help. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(
    message: string,
    /** Milliseconds that the server asks to wait. */
    readonly wait?: number,
  ) {
    super(message);
  }
}
