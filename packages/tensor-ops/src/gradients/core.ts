// tfjs-core registers its gradients only inside the `@tensorflow/tfjs` union package, and the deep
// import below cannot be resolved by plain Node. The build bundles it, so that Node alone can train.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
