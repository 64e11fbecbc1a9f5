import { CASES } from "../cases.js";
import { prepareCase } from "../prepared-case.js";

// A script of its own: `repeat-case.js <name of a case> <passes>`. It takes no times, and does the same each time.
const [name = "", passes = ""] = process.argv.slice(2);
const found = CASES.find((candidate) => candidate.name === name);
if (found === undefined) throw new Error(`there is no case ${name}`);
const { run } = prepareCase(found);
const expected = run();
let sum = 0;
for (let count = Number(passes); count > 0; count--) sum += run();
if (sum !== Number(passes) * expected) throw new Error("two runs of one case did not have the same output");
