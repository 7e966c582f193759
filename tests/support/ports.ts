import { mkdirSync } from "node:fs"
import { createServer } from "node:net"
import os from "node:os"
import path from "node:path"

// Ports below those that the system gives out. A port is claimed before it is tried: what is started takes seconds until it listens, and until then the port looks free.

const range = 8000
const first = 10_000
/** Runs side by side begin at different places; within a run a claim is a folder, which can be made only once. */
let next = (process.ppid * 41) % range
const claims = path.join(os.tmpdir(), `foyer-ports-${process.ppid}`)

function claim(port: number): boolean {
  mkdirSync(claims, { recursive: true })
  try {
    mkdirSync(path.join(claims, String(port)))
    return true
  } catch {
    return false
  }
}

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
    if (claim(port) && (await isFree(port))) return port
  }
  throw new Error(`none of the ${range} ports from ${first} is free`)
}
