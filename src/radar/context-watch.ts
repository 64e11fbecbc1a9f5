import { syncBuiltinESMExports } from "node:module";
import vm from "node:vm";
import workerThreads, { type WorkerOptions } from "node:worker_threads";
import { type RunSettings, SETTINGS_VARIABLE, watchedEnvironment } from "./run-settings.js";

/**
 * Gives the state that copies of this package share to contexts of `node:vm`, too. Test runners run tests in such contexts, and a
 * copy that is loaded there would have secrets and listeners of its own.
 *
 * @param names the symbols of that state.
 */
export function watchContexts(names: readonly symbol[]): void {
  const { createContext } = vm;
  vm.createContext = ((...args: Parameters<typeof createContext>) => {
    const context = createContext(...args);
    for (const name of names) share(context, name);
    return context;
  }) as typeof createContext; // its overloads
  syncBuiltinESMExports();
}

function share(context: object, name: symbol): void {
  try {
    const found = Object.getOwnPropertyDescriptor(globalThis, name);
    if (found !== undefined) Object.defineProperty(context, name, found);
  } catch {
    // A frozen context. A copy in it has state of its own.
  }
}

/** Gives the settings of the run to workers that get an environment of their own. */
export function watchWorkers(settings: RunSettings): void {
  const { Worker } = workerThreads;
  workerThreads.Worker = new Proxy(Worker, {
    construct(target, [file, options, ...rest], newTarget) {
      return Reflect.construct(target, [file, watchedOptions(options, settings), ...rest], newTarget);
    },
  });
  syncBuiltinESMExports();
}

function watchedOptions(
  options: WorkerOptions | undefined,
  settings: RunSettings,
): WorkerOptions | undefined {
  const env: unknown = options?.env;
  if (typeof env !== "object" || env === null || Object.hasOwn(env, SETTINGS_VARIABLE)) return options;
  const given: unknown = Reflect.get(env, "NODE_OPTIONS");
  return {
    ...options,
    env: { ...env, ...watchedEnvironment(settings, typeof given === "string" ? given : undefined) },
  };
}
