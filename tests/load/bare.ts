import { spawn, spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import path from "node:path"
import { freePort } from "@/lib/start/ports"

const folder = path.resolve("tests/load/bare")
const environment = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" }

/** Builds and starts a Next.js site with one static page of about `bytes` and one route handler that answers 303. */
export async function startBareSite(bytes: number): Promise<{ url: string; stop: () => void }> {
  // Next writes a page's text twice, as markup and as data for the browser.
  writeFileSync(path.join(folder, "text.ts"), `export const text = "${"word ".repeat(Math.max(0, Math.round((bytes - 5_000) / 10)))}"\n`)
  const built = spawnSync(process.execPath, [path.resolve("node_modules/next/dist/bin/next"), "build", folder], {
    stdio: "pipe",
    env: environment,
    encoding: "utf8",
  })
  if (built.status !== 0) throw new Error(`the bare site could not be built:\n${built.stdout}${built.stderr}`)
  const port = await freePort()
  const child = spawn(process.execPath, ["lib/start/launch.mjs", "tests/load/bare/server.ts", String(port)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: environment,
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve())
    child.once("exit", () => reject(new Error("the bare site ended before it was ready")))
  })
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() }
}
