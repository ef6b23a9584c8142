import { library } from '../../tsdown.base.mjs';

export default {
  ...library(),
  // The registration of core's gradients cannot be imported by plain Node: it travels inside.
  deps: { alwaysBundle: [/tfjs-core\/dist\//], onlyBundle: false },
};
