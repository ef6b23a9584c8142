import { folder, serveData } from '@xm/data/node';
import { augment } from './augment.mjs';

serveData(async (path) => ({ source: await folder(path), transform: augment }));
