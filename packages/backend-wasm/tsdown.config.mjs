import { library } from '../../tsdown.base.mjs';

export default library({ index: 'src/index.ts', gemm: 'src/gemm/loadGemm.ts' });
