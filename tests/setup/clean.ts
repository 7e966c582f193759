import { afterAll } from "vitest"
import { cleanUp } from "../support/cleanup"

afterAll(cleanUp)
// Ctrl-C reaches this process too, and what it has started is in groups of its own.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => cleanUp().finally(() => process.exit(1)))
