import { createServer } from "node:http"
import type { Server } from "node:http"
import { PlainError } from "./plain"

/** Listens, or throws a sentence that names the setting when somebody else has the port. */
export function listen(server: Server, port: number, host: string | undefined, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") return reject(new PlainError(`Port ${port} is in use. Stop what uses it, or set ${setting} to another port.`))
      if (error.code === "EACCES") return reject(new PlainError(`Port ${port} may not be opened by this user. Set ${setting} to a port above 1023.`))
      reject(error)
    })
    server.listen(port, host, () => resolve())
  })
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
