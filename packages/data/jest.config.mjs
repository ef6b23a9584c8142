import base from '../../jest.base.mjs';

export default {
  ...base,
  // opus-decoder and its parts are ES modules.
  transformIgnorePatterns: ['/node_modules/(?!.*(opus-decoder|@wasm-audio-decoders|simple-yenc))'],
};
