import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { pause } from "./until"

// What runs on this machine. From /proc where there is one: small images have no `ps`.

export type Process = { pid: number; parent: number; group: number; command: string }

const read = (pid: string, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8")
  } catch {
    return ""
  }
}

function fromProc(pid: string): Process[] {
  // pid (name) state parent group ...: the name may hold spaces and brackets.
  const [state, parent, group] = read(pid, "stat")
    .replace(/^.*\) /s, "")
    .split(" ")
  // A dead process that nobody has asked after yet (Z) is not running.
  if (!parent || state === "Z" || state === "X") return []
  return [{ pid: Number(pid), parent: Number(parent), group: Number(group), command: read(pid, "cmdline").replaceAll("\0", " ") }]
}

/** Every running process. */
export function listProcesses(): Process[] {
  if (existsSync("/proc/self/stat"))
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap(fromProc)
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,pgid=,stat=,args="], { encoding: "utf8" }).trim().split("\n")
  return lines.flatMap((line) => {
    const [pid, parent, group, state, ...command] = line.trim().split(/\s+/)
    return state?.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent), group: Number(group), command: command.join(" ") }]
  })
}

export const isAlive = (pid: number): boolean => listProcesses().some((process) => process.pid === pid)

/** kill -9: of one process, or of a group when the number is negative. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL")
  } catch {
    // It has ended already.
  }
}

/** Process id of the PostgreSQL on this DATA_DIR, or null. */
export async function postgresPid(dataDir: string): Promise<number | null> {
  const file = await readFile(path.join(dataDir, "postgres", "postmaster.pid"), "utf8").catch(() => "")
  const pid = Number(file.split("\n")[0])
  const isPostgres = listProcesses().some((process) => process.pid === pid && process.command.includes("postgres"))
  return isPostgres ? pid : null
}

/** kill -9 of the PostgreSQL on this DATA_DIR and of all its processes. */
export async function killPostgres(dataDir: string): Promise<void> {
  const pid = await postgresPid(dataDir)
  if (!pid) return
  const family = listProcesses().filter((process) => process.pid === pid || process.parent === pid)
  for (const process of family) kill(process.pid)
  while (family.some((process) => isAlive(process.pid))) await pause(20)
}

/** What every shell has, and nothing else of this process's own environment. */
export function shellEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env }
  for (const name of Object.keys(environment)) if (!["PATH", "HOME", "LANG"].includes(name)) delete environment[name]
  return environment
}
