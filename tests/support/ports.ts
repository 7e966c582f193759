import { createServer } from "node:net"

// Ports of this worker's own, below those that the system gives out: two that start at once never reach for the same one.

const range = 400
const first = 10_000 + range * Number(process.env.VITEST_POOL_ID ?? 0)
// Another run on this machine has other numbers, and begins elsewhere.
let next = (process.ppid * 41) % range

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer()
    probe.once("error", () => resolve(false))
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)))
  })

/** A port that nobody else in this run takes, and that is free at this moment. */
export async function takePort(): Promise<number> {
  for (let tries = 0; tries < range; tries += 1) {
    const port = first + (next % range)
    next += 1
    if (await isFree(port)) return port
  }
  throw new Error(`none of the ports from ${first} is free`)
}
