import { once } from "node:events"
import { childEnvironment, SettingsError } from "@/lib/env"
import { inSources } from "@/lib/source-maps"
import { PlainError, say } from "./plain"

/** Prints what went wrong: a sentence when a person can mend it, the whole error with its places in the sources otherwise. */
export function explain(error: unknown): void {
  if (error instanceof SettingsError) for (const line of error.lines) console.error(line)
  else if (error instanceof PlainError) console.error(error.message)
  else {
    if (error instanceof Error && error.stack) error.stack = error.stack.split("\n").map(inSources).join("\n")
    console.error(error)
  }
}

type Close = () => Promise<void>
/** Notes how to close what was just opened. Throws when the process is to stop, so that nothing more is opened. */
export type Keep = (...closes: Close[]) => void

/**
 * Runs `start`, waits for Ctrl-C or a polite kill, closes what was kept, last first, and ends the process.
 * A stop while it still starts waits for the step in hand: only then is all known that has to be closed.
 */
export async function runUntilStopped(start: (keep: Keep, stopping: AbortSignal) => Promise<void>): Promise<never> {
  const open: Close[] = []
  const stopping = new AbortController()
  stopOnSignals(stopping)
  stopWithNpm(stopping)
  const keep: Keep = (...closes) => {
    open.push(...closes)
    stopping.signal.throwIfAborted()
  }
  let code = 0
  const begun = start(keep, stopping.signal).catch((error) => {
    if (stopping.signal.aborted) return
    explain(error)
    code = 1
    stopping.abort()
  })
  await once(stopping.signal, "abort")
  await begun
  for (let close = open.pop(); close; close = open.pop()) await close().catch(explain)
  process.exit(code)
}

function stopOnSignals(stopping: AbortController): void {
  let first = 0
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (!stopping.signal.aborted) {
        first = performance.now()
        say("Stopping: the mailer first, the database last.")
        stopping.abort()
      }
      // The terminal gives Ctrl-C to all of its programs, and npm passes its own on: one press arrives twice. A second press does not wait.
      else if (performance.now() - first > 1000) process.exit(1)
    })
  }
}

/** npm that is killed outright passes nothing on: the process then has another parent, and nobody who could stop it. */
function stopWithNpm(stopping: AbortController): void {
  const parent = process.ppid
  if (childEnvironment({}).npm_lifecycle_event) setInterval(() => process.ppid !== parent && stopping.abort(), 300).unref()
}
