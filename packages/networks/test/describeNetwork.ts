import {
  createRng,
  disposeParams,
  inference,
  type Json,
  type Network,
  type Tensor,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import { checkGradient } from './checkGradient.ts';

/** The numbers that a network, begun from a seed, makes of an input. */
export function run<In>(network: Network<In>, input: In, seed = 1): number[] {
  const params = network.init(createRng(seed));
  const y = network.apply(params, input, inference);
  const values = [...y.dataSync()];
  y.dispose();
  disposeParams(params);
  return values;
}

/** What holds for every network: seed, config, gradient, memory. */
export function describeNetwork<In, Config>(
  name: string,
  build: (config: Config) => Network<In, Tensor>,
  config: Config,
  input: () => In,
): void {
  describe(name, () => {
    test('is determined by its seed', () => {
      const [network, x] = [build(config), input()];
      expect(run(network, x, 4)).toEqual(run(network, x, 4));
      expect(run(network, x, 4)).not.toEqual(run(network, x, 5));
    });

    test('its config, through JSON, builds it again', () => {
      const [network, x] = [build(config), input()];
      const read: Json = JSON.parse(JSON.stringify(network.config));
      expect(read).toEqual(config);
      expect(run(build(read as Config), x)).toEqual(run(network, x));
    });

    test('its gradient matches differences', () => checkGradient(build(config), input()));

    test('leaves nothing behind', async () => {
      const [network, x] = [build(config), input()];
      const params = network.init(createRng(1));
      await leaksNothing(() => network.apply(params, x, inference));
    });
  });
}
