import { SettingsError } from "@/lib/env"
import { PlainError, say } from "./plain"

/** Prints what went wrong: a sentence when a person can mend it, the whole error otherwise. */
export function explain(error: unknown): void {
  if (error instanceof SettingsError) for (const line of error.lines) console.error(line)
  else if (error instanceof PlainError) console.error(error.message)
  else console.error(error)
}

/** Closes what was opened, last first, at Ctrl-C or a polite kill, and ends the process. A second Ctrl-C does not wait. */
export function stopOnSignals(open: (() => Promise<void>)[]): (code: number) => Promise<never> {
  let stopping = false
  async function stop(code: number): Promise<never> {
    stopping = true
    for (let close = open.pop(); close; close = open.pop()) await close().catch(explain)
    process.exit(code)
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1)
      say("Stopping: the mailer first, the database last.")
      void stop(0)
    })
  }
  return stop
}
