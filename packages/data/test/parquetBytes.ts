import { ByteWriter } from 'hyparquet-writer';

/** What `write` writes. */
export const written = (write: (writer: ByteWriter) => void): Uint8Array => {
  const writer = new ByteWriter();
  write(writer);
  return writer.getBytes();
};

/** As hyparquet reads bytes. */
export const readerOf = (bytes: Uint8Array): { view: DataView; offset: number } => ({
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset: 0,
});
