import { once } from "node:events"
import type { Server } from "node:http"
import { createServer } from "node:http"
import { PlainError, pause } from "./plain"

/** How many may stand at the door while the site is busy: a whole hall presses at once, and whoever finds the queue full is sent away by the system. */
const backlog = 4096

/** Listens, or throws a sentence that names the setting when somebody else has the port. */
export async function listen(server: Server, port: number, host: string | undefined, setting: string): Promise<void> {
  // A site that was stopped a moment ago may still be letting go of its port.
  for (const patience = Date.now() + 3000; ; await pause(200)) {
    const trouble = await tryToListen(server, port, host)
    if (!trouble) return
    if (trouble.code === "EACCES") throw new PlainError(`Port ${port} may not be opened by this user. Set ${setting} to a port above 1023.`)
    if (trouble.code !== "EADDRINUSE") throw trouble
    if (Date.now() > patience) throw new PlainError(`Port ${port} is in use. Stop what uses it, or set ${setting} to another port.`)
  }
}

async function tryToListen(server: Server, port: number, host: string | undefined): Promise<NodeJS.ErrnoException | null> {
  server.listen({ port, ...(host && { host }), backlog })
  return once(server, "listening").then(
    () => null,
    (error) => error,
  )
}

/** Throws a sentence that names the setting when the port is taken. */
export async function checkPort(port: number, setting: string): Promise<void> {
  const probe = createServer()
  await listen(probe, port, "127.0.0.1", setting)
  await new Promise((resolve) => probe.close(resolve))
}

/** A port of the system's choosing that is free at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await listen(probe, 0, "127.0.0.1", "PORT")
  const bound = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof bound === "object" && bound ? bound.port : 0
}
