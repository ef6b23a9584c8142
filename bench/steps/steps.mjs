// The four training steps. Each entry makes a step: a function that trains once and reads the loss back.
import { infoNce } from '@xm/embedding';
import {
  adamW,
  add,
  cast,
  createRng,
  differentiate,
  dispose,
  disposeParams,
  disposeState,
  exp,
  fold,
  initialState,
  logSoftmax,
  mean,
  mul,
  neg,
  normal,
  normalise,
  oneHot,
  relu,
  reshape,
  slice,
  square,
  sub,
  sum,
  tensor,
  tidy,
  trainStep,
  uniform,
} from '@xm/tensor-ops';
import { convDecoder, convEncoder, mlp, textEncoder } from './networks.mjs';

const rng = createRng(0);
const training = (rng) => ({ training: true, rng });

export const steps = {
  'clip-mlp': () => {
    const x = normal(rng, [128, 784]);
    const y = uniform(rng, [128, 1000]);
    return clip(mlp(784, 512, 256, 128), mlp(1000, 512, 256, 128), x, y, adam());
  },
  'clip-conv-transformer': () => {
    const x = normal(rng, [128, 64, 64, 3]);
    const decaying = adamW({ learningRate: 1e-3, weightDecay: 0.01 });
    return clip(convEncoder(128), textEncoder(128), x, tokens(128), decaying);
  },
  'mmvae-image-text': mmvae,
  'gan-64': gan,
};

const adam = (options = {}) => adamW({ learningRate: 1e-3, weightDecay: 0, ...options });

function tokens(batch, length = 16, vocabulary = 64) {
  const ids = Int32Array.from({ length: batch * length }, (_, i) => (i * 7919) % vocabulary);
  return tensor(ids, [batch, length], 'int32');
}

function clip(image, text, x, y, optimizer) {
  const params = {
    image: image.init(fold(rng, 1)),
    text: text.init(fold(rng, 2)),
    logScale: tensor(2.66),
  };
  const objective = (p, batch, rng) => ({
    loss: infoNce(
      normalise(image.apply(p.image, batch.x, training(rng))),
      normalise(text.apply(p.text, batch.y, training(rng))),
      { logitScale: exp(p.logScale) },
    ),
    terms: {},
  });
  return trainer(objective, params, { x, y }, optimizer);
}

/** Trains one state on one batch, again and again. */
function trainer(objective, params, batch, optimizer) {
  const step = trainStep(objective, optimizer);
  let state = initialState(params, optimizer, rng);
  return async () => {
    const next = step(state, batch);
    const [loss] = await next.terms.loss.data();
    disposeState(state);
    dispose(next.terms);
    state = next.state;
    return loss;
  };
}

/** Two posteriors, each decoded into both modalities; squared error and cross-entropy; latent 32. */
function mmvae() {
  const [batch, latent] = [64, 32];
  const encoders = { image: convEncoder(2 * latent), text: textEncoder(2 * latent) };
  const toImage = convDecoder(latent);
  const toText = mlp(latent, 256, 16 * 64);
  const params = {
    image: encoders.image.init(fold(rng, 1)),
    text: encoders.text.init(fold(rng, 2)),
    toImage: toImage.init(fold(rng, 3)),
    toText: toText.init(fold(rng, 4)),
  };
  const given = { image: uniform(rng, [batch, 64, 64, 3]), text: tokens(batch) };
  const target = cast(oneHot(given.text, 64), 'float32');
  const objective = (p, { image, text, target }, rng) => {
    const mode = training(rng);
    const losses = ['image', 'text'].map((name, i) => {
      const posterior = encoders[name].apply(p[name], name === 'image' ? image : text, mode);
      const mu = slice(posterior, [0, 0], [-1, latent]);
      const logVar = slice(posterior, [0, latent], [-1, latent]);
      const noise = normal(fold(rng, i), [batch, latent]);
      const z = add(mu, mul(noise, exp(mul(logVar, 0.5))));
      const imageTerm = mean(sum(square(sub(toImage.apply(p.toImage, z, mode), image)), [1, 2, 3]));
      const logits = reshape(toText.apply(p.toText, z, mode), [batch, 16, 64]);
      const textTerm = mul(sum(mul(logSoftmax(logits), target)), -1 / batch);
      const kl = mean(mul(sum(sub(add(1, logVar), add(square(mu), exp(logVar))), 1), -0.5));
      return add(add(imageTerm, textTerm), kl);
    });
    return { loss: mul(add(losses[0], losses[1]), 0.5), terms: {} };
  };
  return trainer(objective, params, { ...given, target }, adam());
}

/** One critic step and one generator step, hinge loss, condition of 32 concatenated to noise of 100. */
function gan() {
  const batch = 64;
  const generator = convDecoder(132);
  const critic = convEncoder(1);
  const optimizer = adam({ learningRate: 2e-4, beta1: 0.5 });
  let g = initialState(generator.init(fold(rng, 1)), optimizer, rng);
  let c = initialState(critic.init(fold(rng, 2)), optimizer, rng);
  const x = uniform(rng, [batch, 64, 64, 3]);
  const mode = training(rng);

  const criticObjective = (p, { fake }) => ({
    loss: add(
      mean(relu(sub(1, critic.apply(p, x, mode)))),
      mean(relu(add(1, critic.apply(p, fake, mode)))),
    ),
    terms: {},
  });
  const generatorObjective = (p, { z, critic: c }) => ({
    loss: neg(mean(critic.apply(c, generator.apply(p, z, mode), mode))),
    terms: {},
  });
  const update = (state, objective, batch) => {
    const { loss, gradients } = differentiate(objective, state.params, batch, state.rng);
    const next = optimizer.update(gradients, state.optimizer, state.params, state.step);
    disposeParams(gradients);
    disposeState(state);
    const { params } = next;
    return { loss, state: { params, optimizer: next.state, step: state.step + 1, rng: state.rng } };
  };
  return async () => {
    const z = normal(fold(rng, c.step), [batch, 132]);
    const fake = tidy(() => generator.apply(g.params, z, mode));
    const criticStep = update(c, criticObjective, { fake });
    c = criticStep.state;
    const generatorStep = update(g, generatorObjective, { z, critic: c.params });
    g = generatorStep.state;
    const [loss] = await generatorStep.loss.data();
    dispose([z, fake, criticStep.loss, generatorStep.loss]);
    return loss;
  };
}
