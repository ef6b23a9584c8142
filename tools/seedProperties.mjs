import fc from 'fast-check';

// Property tests take the same cases every time; XM_SEED=N, any whole number, takes others.
fc.configureGlobal({ seed: Number(process.env.XM_SEED ?? 1) });
