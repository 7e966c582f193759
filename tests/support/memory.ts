import { readFile } from "node:fs/promises"
import { listProcesses } from "./processes"

/** The memory of a site's own processes, PostgreSQL apart, in bytes. */
export async function memoryOf(site: { group: number }): Promise<number> {
  const own = listProcesses().filter(
    ({ group, command }) => group === site.group && /(lib\/start|tests\/support)\/\w+\.ts/.test(command) && !command.startsWith("npm"),
  )
  const sizes = await Promise.all(own.map(async ({ pid }) => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024))
  return sizes.reduce((sum, size) => sum + size, 0)
}
