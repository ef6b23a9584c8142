import {
  add,
  createRng,
  differentiate,
  fromLeaves,
  inference,
  leaves,
  type Network,
  type Params,
  type Scalar,
  square,
  sum,
  type Tensor,
  tensor,
} from '@xm/tensor-ops';

/** Directional derivative of Σ y² along the gradient, against its length squared. */
export async function checkGradient<In>(network: Network<In>, input: In): Promise<void> {
  const params = network.init(createRng(3));
  const head = 0.1;
  const objective = (p: Params) => ({
    loss: sum(square(add(network.apply(p, input, inference), head))) as Scalar,
    terms: {},
  });
  const { gradients } = differentiate(objective, params, undefined, createRng(0));
  const g = new Map(leaves(gradients).map(([path, leaf]) => [path, [...leaf.dataSync()]]));
  const norm = Math.hypot(...[...g.values()].flat());
  const at = (h: number) => {
    const moved = leaves(params).map(([path, leaf]): [string, Tensor] => {
      const along = g.get(path)!;
      return [
        path,
        tensor(
          leaf.dataSync().map((v, i) => v + (h * along[i]) / norm),
          leaf.shape,
        ),
      ];
    });
    return objective(fromLeaves(moved)).loss.dataSync()[0];
  };
  const h = 0.005;
  expect((at(h) - at(-h)) / (2 * h) / norm).toBeCloseTo(1, 1);
}
