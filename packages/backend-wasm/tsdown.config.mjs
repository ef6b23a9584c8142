import { library } from '../../tsdown.base.mjs';

export default library({ index: 'src/index.ts', compiled: 'src/compiled/index.ts' });
