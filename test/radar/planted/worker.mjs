import { workerData } from "node:worker_threads";

console.log(`the worker mounts with ${workerData.password}`);
