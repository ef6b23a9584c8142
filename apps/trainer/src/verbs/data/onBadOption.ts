import { Option } from 'commander';

/** `--on-bad`, for verbs that read all examples. */
export const onBadOption = (): Option =>
  new Option('--on-bad <what>', 'stop at a bad example, or list it and go on')
    .choices(['throw', 'skip'])
    .default('throw');
