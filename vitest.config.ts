import path from "node:path"
import { defineConfig, type Plugin } from "vitest/config"

const here = { alias: { "@": path.resolve(import.meta.dirname) } }

/** A group runs when those before it have ended. What a group needs of the machine starts only when one of its files is run. */
function group(name: string, groupOrder: number, maxWorkers: number | string, needs: string[] = []) {
  // Not beside the rest: a `--sequence` on the command line would take its place.
  const inTurn: Plugin = {
    name: "group-order",
    configureVitest({ project }) {
      project.config.sequence.groupOrder = groupOrder
    },
  }
  return {
    resolve: here,
    plugins: [inTurn],
    test: {
      name,
      include: [`tests/${name}/**/*.test.{ts,tsx}`],
      pool: "forks" as const,
      maxWorkers,
      // The files of a worker share its modules: each leaves nothing behind.
      isolate: false,
      setupFiles: "tests/setup/clean.ts",
      testTimeout: 120_000,
      hookTimeout: 180_000,
      globalSetup: needs.map((need) => `tests/setup/${need}.ts`),
    },
  }
}

const unit = group("unit", 0, "100%")
// Most of these wait for a lease or a timer, so there are more of them than cores.
const database = group("database", 1, 6, ["postgres"])
const site = group("site", 2, 3, ["postgres", "site"])
const operations = group("operations", 3, 3, ["postgres", "site", "machine"])
// Alone on the machine: what is measured here must not share it.
const timing = group("timing", 4, 1, ["postgres", "site"])
// Stories with their guard taken out, where that takes long. `npm test` leaves them to `npm run test:controls`.
const controls = group("controls", 5, 1, ["postgres", "site", "machine"])

export default defineConfig({
  resolve: here,
  test: {
    // Rules are tried far from every zone of the product and a quarter hour off, so that a forgotten zone fails.
    projects: [{ ...unit, test: { ...unit.test, env: { TZ: "Asia/Kathmandu" } } }, database, site, operations, timing, controls],
  },
})
