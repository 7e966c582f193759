import { type ChildProcess, spawn } from "node:child_process"
import { hostname } from "node:os"
import { takePort } from "./ports"
import { isAlive, shellEnvironment } from "./processes"
import { secret } from "./secret"
import { pause } from "./until"

// Mailers in processes of their own, as `npm run worker` starts them, so that they can be killed, stopped for a while and counted.

export type Worker = Awaited<ReturnType<typeof startWorker>>
type Start = { databaseUrl: string; smtpUrl: string; name: string; env?: Record<string, string> }

const started = new Set<ChildProcess>()

/** Starts a worker and resolves when it says that it runs. `name` is what its database sessions are called. */
export async function startWorker({ databaseUrl, smtpUrl, name, env = {} }: Start) {
  const child = spawn(process.execPath, ["lib/start/launch.mjs", "lib/start/worker.ts"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...shellEnvironment(),
      PORT: String(await takePort()),
      DATABASE_URL: `${databaseUrl}?application_name=${name}`,
      SMTP_URL: smtpUrl,
      AUTH_SECRET: secret,
      MAIL_RATE: "unlimited",
      ...env,
    },
  })
  started.add(child)
  const pid = child.pid ?? 0
  let log = ""
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve))
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      log += chunk
      if (log.includes("The mailer is running.")) resolve()
    }
    child.stdout.on("data", hear)
    child.stderr.on("data", hear)
    ended.then((code) => reject(new Error(`The worker ended with ${code} before it ran:\n${log}`)))
  })

  return {
    name,
    pid,
    /** What the names of its claims begin with. */
    claims: `${hostname()}:${pid}:`,
    log: () => log,
    /** Resolves with the exit code; null when a signal ended it. */
    ended,
    /** kill -9. */
    kill(): Promise<number | null> {
      child.kill("SIGKILL")
      return ended
    },
    /** A polite end. Resolves with the exit code. */
    stop(): Promise<number | null> {
      child.kill("SIGTERM")
      return ended
    },
    /** Stops it in the middle of whatever it does, until `goOn`. */
    stall: () => child.kill("SIGSTOP"),
    goOn: () => child.kill("SIGCONT"),
  }
}

/** Ends what is still running. Call it after the file's tests. */
export async function endWorkers(): Promise<void> {
  for (const child of started) child.kill("SIGKILL")
  for (const { pid } of started) while (pid && isAlive(pid)) await pause(20)
  started.clear()
}
