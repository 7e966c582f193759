import { afterAll } from "vitest"
import { cleanUp } from "../support/cleanup"

afterAll(cleanUp)
// Ctrl-C reaches this process too, and what it has started is in groups of its own. Then the signal does what it usually does: Vitest takes an exit for a fault.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => cleanUp().finally(() => process.kill(process.pid, signal)))
