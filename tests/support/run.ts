import { startVitest } from "vitest/node"
import { chromiumPath, postgresPrograms } from "./system"

// `npm test`: every test, with what it needs of the machine. Words after `--` choose files: npm test -- crowd
// `npm run test:full`: the same with the numbers that are promised (size.ts).

const words = process.argv.slice(2)
const filters = words.filter((word) => word !== "--full")
if (filters.length < words.length) process.env.FOYER_TESTS = "full"
chromiumPath()
postgresPrograms()

const vitest = await startVitest("test", filters, { watch: false, run: true })
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
const failedModules = vitest.state.getTestModules().filter((module) => module.errors().length > 0).length
const unhandled = vitest.state.getUnhandledErrors().length
const passed = tests.filter((test) => test.result().state === "passed").length
// A test that did not run has not passed, and a file that could not be read holds tests that did not run.
const failed = tests.length - passed + failedModules + unhandled
await vitest.close()
if (passed + failed === 0) console.error("No test was run.")
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
