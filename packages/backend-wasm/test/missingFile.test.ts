import { BackendError } from '@xm/tensor-ops';
import { wasm } from '../src/index.ts';

test('says which files are missing, and how to give them', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  const error = jest.spyOn(console, 'error').mockImplementation();
  const start = wasm({ wasmPaths: `${__dirname}/nowhere/` }).start();
  await expect(start).rejects.toThrow(BackendError);
  await expect(start).rejects.toThrow(
    '.wasm files of @tensorflow/tfjs-backend-wasm could not be loaded',
  );
  warn.mockRestore();
  error.mockRestore();
});
