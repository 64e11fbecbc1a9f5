import fc from "fast-check";

/**
 * One seed for the whole run, printed by every property that fails and on request: set FC_SEED to repeat a run.
 */
const seed = Number(process.env["FC_SEED"] ?? Date.now() % 2 ** 31);

fc.configureGlobal({ seed });
console.info(`fast-check seed ${seed} (repeat with FC_SEED=${seed})`);
