export { type BrowserKind, type BrowserOptions, browser } from './browser.ts';
export { type WebglOptions, webgl } from './webgl.ts';
export { webgpu } from './webgpu.ts';
