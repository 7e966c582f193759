import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"

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
  const [state, parent, group] = read(pid, "stat").replace(/^.*\) /s, "").split(" ")
  // A dead process that nobody has asked after yet (Z) is not running.
  if (!parent || state === "Z" || state === "X") return []
  return [{ pid: Number(pid), parent: Number(parent), group: Number(group), command: read(pid, "cmdline").replaceAll("\0", " ") }]
}

/** Every running process. */
export function listProcesses(): Process[] {
  if (existsSync("/proc/self/stat")) return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap(fromProc)
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,pgid=,stat=,args="], { encoding: "utf8" }).trim().split("\n")
  return lines.flatMap((line) => {
    const [pid, parent, group, state, ...command] = line.trim().split(/\s+/)
    return state?.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent), group: Number(group), command: command.join(" ") }]
  })
}

export const isAlive = (pid: number): boolean => listProcesses().some((process) => process.pid === pid)
