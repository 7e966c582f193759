import { spawn } from "node:child_process"
import { closeSync, openSync, readFileSync } from "node:fs"
import path from "node:path"
import { afterwards } from "./cleanup"
import { temporaryFolder } from "./folders"
import { kill, shellEnvironment } from "./processes"
import { pause } from "./until"

export type Program = ReturnType<typeof launch>

/** Starts a program in a process group of its own, as a terminal does, with what every shell has and `env`. It is ended after the file's tests. */
export async function startProgram(command: string[], env: Record<string, string>, cwd?: string) {
  const program = launch(command, env, path.join(await temporaryFolder(), "log"), cwd)
  afterwards(() => kill(-program.group))
  return program
}

/** The same, and it goes on after this file. */
export function launch([command = "", ...words]: string[], env: Record<string, string>, logFile: string, cwd?: string) {
  const descriptor = openSync(logFile, "w")
  const child = spawn(command, words, { cwd, detached: true, stdio: ["ignore", descriptor, descriptor], env: { ...shellEnvironment(), ...env } })
  closeSync(descriptor)
  const group = child.pid ?? 0
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve))
  const log = () => readFileSync(logFile, "utf8")

  return {
    /** The process id, which is also the id of the group. */
    group,
    /** Resolves with the exit code; null when a signal ended it. */
    ended,
    logFile,
    log,

    /** Resolves when the text is in the log. Throws with the log when it ends before that, or does not come to it. */
    async waitForLog(text: string, ms = 300_000): Promise<void> {
      for (const end = Date.now() + ms; !log().includes(text); await pause(20)) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended before it said "${text}":\n${log()}`)
        if (Date.now() > end) throw new Error(`It did not say "${text}" in ${ms / 1000} s:\n${log()}`)
      }
    },

    /** The one-time link that a start prints. */
    signInLink(): string {
      const link = /Sign in\s+(\S+)/.exec(log())?.[1]
      if (!link) throw new Error(`It printed no sign-in link:\n${log()}`)
      return link
    },

    /** kill -9 of the whole group. */
    async killGroup(): Promise<void> {
      kill(-group)
      await ended
    },

    /** A polite end, as a service manager asks for it. Resolves with the exit code. */
    async stop(): Promise<number | null> {
      process.kill(group, "SIGTERM")
      return ended
    },
  }
}
