import { createVitest, parseCLI } from "vitest/node"

// `npm test`: every test but the long controls; words and Vitest's own flags follow `--`: npm test -- crowd -t oversold
// `npm run test:controls`: these alone.
// `npm run test:full`: all of them, with the numbers that are promised (size.ts).

const given = process.argv.slice(2)
const words = given.filter((word) => word !== "--full")
const isFull = words.length < given.length
if (isFull) process.env.FOYER_TESTS = "full"
const { filter, options } = parseCLI(["vitest", "run", ...words])
if (!isFull) options.project ??= "!controls"

const vitest = await createVitest("test", options)
// Vitest would leave at once. PostgreSQL and the sites that were started for the tests are to end first.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.removeAllListeners(signal).once(signal, () => vitest.cancelCurrentRun("keyboard-input"))
const run = await vitest.start(filter).catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
const modules = run?.testModules ?? []
const slowest = modules
  .map((module) => ({ file: module.relativeModuleId, seconds: module.diagnostic().duration / 1000 }))
  .sort((a, b) => b.seconds - a.seconds)
  .slice(0, 20)
if (modules.length > 1) for (const { file, seconds } of slowest) console.log(`${seconds.toFixed(1).padStart(6)} s  ${file}`)

const states = modules.flatMap((module) => [...module.children.allTests()]).map((test) => test.result().state)
const passed = states.filter((state) => state === "passed").length
const brokenModules = modules.filter((module) => module.errors().length > 0).length
// A test that was left out by `-t` is neither; one that did not run for another reason has not passed.
const leftOut = options.testNamePattern ? states.filter((state) => state === "skipped").length : 0
const failed = states.length - passed - leftOut + brokenModules + (run?.unhandledErrors.length ?? 1)
await vitest.close()
if (passed + failed === 0) console.error("No test was run.")
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
