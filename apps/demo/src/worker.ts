import { expose } from 'comlink';
import { engine } from './engine/engine.ts';

expose(engine);
