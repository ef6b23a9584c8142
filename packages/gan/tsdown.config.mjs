import { library } from '../../tsdown.base.mjs';

export default library();
