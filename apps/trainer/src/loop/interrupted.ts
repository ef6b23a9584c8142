import type { SkippedLine } from '../run/log.ts';
import type { Phase } from '../run/runFolder.ts';

/** Training was stopped from outside; the state is saved. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor(path: string, step: number) {
    super(`Stopped after step ${step}; the state is saved. Go on with: xm train --resume ${path}`);
  }
}

/** The loss, or a part of it, is no longer a number. */
export class Diverged extends Error {
  override readonly name = 'Diverged';
  constructor(step: number, value: number, term = 'loss') {
    super(
      `The ${term} became ${value} at step ${step}. Lower training.learningRate or raise training.warmUp ` +
        'in the config, and train into another folder.',
    );
  }
}

/** Too many steps in a row were skipped. */
export class DivergedSteps extends Error {
  override readonly name = 'Diverged';
  constructor({ step, skipped, value, inARow }: SkippedLine) {
    super(
      `The ${skipped} was not finite in ${inARow} step${inARow === 1 ? '' : 's in a row'}, at step ${step} it was ` +
        `${value}. Look for what is wrong with the data, or lower training.learningRate or raise training.warmUp in the config.`,
    );
  }
}

/** A run that cannot go on from where it is: why, and where it can go on from. */
export class DivergedRun extends Error {
  override readonly name = 'Diverged';
  constructor(
    { path, log }: Phase,
    savedStep: number,
    override readonly cause: Error,
  ) {
    super(
      `${cause.message} ` +
        (savedStep > 0
          ? `The state after step ${savedStep} is saved, and ${log} tells the rest: change ${path}/config.json, and ` +
            `xm train --resume ${path} goes on from there.`
          : 'No state was saved before.'),
    );
  }
}
