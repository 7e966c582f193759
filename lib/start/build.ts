import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { readdir, readFile, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { childEnvironment } from "@/lib/env"
import { PlainError, pause, say } from "./plain"

const sources = ["app", "components", "lib", "emails", "public", "prisma/schema.prisma", "next.config.ts", "postcss.config.mjs", "tsconfig.json", "package-lock.json"]
const stampFile = ".next/foyer-sources"

/** Builds the site when the last build was made from other sources, and shows what the build says meanwhile. */
export async function buildIfNeeded(stopping?: AbortSignal): Promise<void> {
  const fingerprint = await fingerprintSources()
  while (!(await isBuiltFrom(fingerprint))) {
    say("Building the site. This takes a minute or so, and only happens when something has changed.")
    await rm(stampFile, { force: true })
    if (await build(stopping)) await writeFile(stampFile, fingerprint)
    else await pause(1000)
  }
}

async function isBuiltFrom(fingerprint: string): Promise<boolean> {
  const built = await readFile(stampFile, "utf8").catch(() => null)
  return built === fingerprint && existsSync(".next/BUILD_ID")
}

async function fingerprintSources(): Promise<string> {
  const hash = createHash("sha256")
  for (const source of sources) for (const file of await filesBelow(source)) hash.update(file).update("\0").update(await readFile(file)).update("\0")
  return hash.digest("hex")
}

async function filesBelow(source: string): Promise<string[]> {
  const entries = await readdir(source, { withFileTypes: true, recursive: true }).catch(() => null)
  if (!entries) return existsSync(source) ? [source] : []
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort()
}

/** False when another start of the same checkout is building: its build will do. */
function build(stopping?: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const next = path.resolve("node_modules/next/dist/bin/next")
    const child = spawn(process.execPath, [next, "build"], { stdio: ["ignore", "inherit", "pipe"], env: childEnvironment({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }) })
    const end = () => child.kill()
    stopping?.addEventListener("abort", end)
    let errors = ""
    child.stderr.on("data", (chunk) => { errors += String(chunk) })
    child.stderr.pipe(process.stderr, { end: false })
    child.once("error", reject)
    child.once("close", (code) => {
      stopping?.removeEventListener("abort", end)
      if (code === 0) return resolve(true)
      if (/Another .*process is already running/.test(errors)) return resolve(false)
      reject(new PlainError("The site could not be built. The lines above say why."))
    })
  })
}
