export { type BrowserKind, type BrowserOptions, browser } from './browser.ts';
export { webgl } from './webgl.ts';
export { webgpu } from './webgpu.ts';
