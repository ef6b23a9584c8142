export { type NativeOptions, native } from './native.ts';
