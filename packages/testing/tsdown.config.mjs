import { library } from '../../tsdown.base.mjs';

export default library(['src/index.ts', 'src/node.ts']);
