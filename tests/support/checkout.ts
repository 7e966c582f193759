import { execFileSync } from "node:child_process"
import { cp, readdir } from "node:fs/promises"
import path from "node:path"

/** A copy of this checkout, without its build or with it. */
export async function copyCheckout(copy: string, build: string[] = []): Promise<string> {
  const left = [".git", ".next", ".data", ".programs", "node_modules", "tests", "docs"].filter((name) => !build.includes(name))
  for (const name of await readdir(".")) if (!left.includes(name)) await cp(name, path.join(copy, name), { recursive: true })
  // Links to the same files, which takes no room, where the file system can.
  const [from, to] = [path.resolve("node_modules"), path.join(copy, "node_modules")]
  try {
    execFileSync("cp", ["-al", from, to], { stdio: "ignore" })
  } catch {
    execFileSync("cp", ["-a", from, to])
  }
  return copy
}
