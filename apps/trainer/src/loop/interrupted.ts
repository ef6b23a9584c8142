/** Training was stopped from outside; the state is saved. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor(path: string, step: number) {
    super(`Stopped after step ${step}; the state is saved. Go on with: xm train --resume ${path}`);
  }
}

/** The loss is no longer a number. */
export class Diverged extends Error {
  override readonly name = 'Diverged';
  constructor(step: number, loss: number) {
    super(
      `The loss became ${loss} at step ${step}. Lower training.learningRate or raise training.warmUp ` +
        'in the config, and train into another folder.',
    );
  }
}
