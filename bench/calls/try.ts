import { FULL_CALLS, measureCalls } from "./call-overhead.js";
console.log(await measureCalls(FULL_CALLS));
