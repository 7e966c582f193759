import { expect } from "vitest"

/** Asks again and again until what is expected of the answer holds: `await soon(() => count()).toBe(3)`. Fails when it does not in time. */
export const soon = <T>(ask: () => T | Promise<T>, timeout = 20_000) => expect.poll(ask, { timeout, interval: 30 })
