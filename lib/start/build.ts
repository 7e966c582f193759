import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises"
import path from "node:path"
import { childEnvironment } from "@/lib/env"
import { PlainError, pause, say } from "./plain"

const sources = [
  "app",
  "components",
  "lib",
  "emails",
  "public",
  "prisma/schema.prisma",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
]
const stampFile = ".next/foyer-sources"
/** In the one folder that a build does not empty. */
const turnFile = ".next/cache/foyer-building"

/** Builds the site when the last build was made from other sources, and shows what the build says meanwhile. */
export async function buildIfNeeded(stopping?: AbortSignal): Promise<void> {
  const fingerprint = await fingerprintSources()
  if (await isBuiltFrom(fingerprint)) return
  await takeTurn(stopping)
  try {
    while (!(await isBuiltFrom(fingerprint))) {
      stopping?.throwIfAborted()
      say("Building the site. This takes a minute or so, and only happens when something has changed.")
      await rm(stampFile, { force: true })
      // Next.js reads its notes on the build before, and a build that was killed may have left half of them.
      await rm(".next/diagnostics", { recursive: true, force: true })
      if (await build(stopping)) await writeFile(stampFile, fingerprint)
      else await pause(2000)
    }
  } finally {
    await rm(turnFile, { force: true })
  }
}

/** Two starts of one checkout build one after the other, and the second finds that it has nothing to do. */
async function takeTurn(stopping?: AbortSignal): Promise<void> {
  let toldOf = 0
  for (let builder = await nameBuilder(); builder !== process.pid; builder = await nameBuilder()) {
    if (!isRunning(builder)) await rm(turnFile, { force: true })
    else if (builder !== toldOf) say(`Process ${builder} is building the site. Waiting for it.`)
    toldOf = builder
    await pause(500)
    stopping?.throwIfAborted()
  }
}

/** Names this process as the one that builds, unless there is one; returns whoever it is. */
async function nameBuilder(): Promise<number> {
  try {
    await mkdir(path.dirname(turnFile), { recursive: true })
    // A link, because it is never there without its content, as a file can be.
    await symlink(String(process.pid), turnFile)
    return process.pid
  } catch (error) {
    const builder = await readlink(turnFile).catch(() => null)
    if (builder) return Number(builder)
    const hasJustFinished = error instanceof Error && "code" in error && error.code === "EEXIST"
    if (hasJustFinished) return nameBuilder()
    throw new PlainError(`The site cannot be built (${error instanceof Error ? error.message : error}). Give this user the right to write there.`)
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

async function isBuiltFrom(fingerprint: string): Promise<boolean> {
  const built = await readFile(stampFile, "utf8").catch(() => null)
  return built === fingerprint && existsSync(".next/BUILD_ID")
}

async function fingerprintSources(): Promise<string> {
  const hash = createHash("sha256")
  for (const source of sources)
    for (const file of await filesBelow(source))
      hash
        .update(file)
        .update("\0")
        .update(await readFile(file))
        .update("\0")
  return hash.digest("hex")
}

async function filesBelow(source: string): Promise<string[]> {
  const entries = await readdir(source, { withFileTypes: true, recursive: true }).catch(() => null)
  if (!entries) return existsSync(source) ? [source] : []
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
}

/** False when the builder of a start that was killed is still at it. */
function build(stopping?: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const next = path.resolve("node_modules/next/dist/bin/next")
    const child = spawn(process.execPath, [next, "build"], {
      stdio: ["ignore", "inherit", "pipe"],
      env: childEnvironment({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
    })
    const end = () => child.kill()
    stopping?.addEventListener("abort", end)
    let errors = ""
    child.stderr.on("data", (chunk) => {
      errors += String(chunk)
    })
    child.once("error", reject)
    child.once("close", (code) => {
      stopping?.removeEventListener("abort", end)
      if (code === 0) return resolve(true)
      if (/Another .*process is already running/.test(errors)) return resolve(false)
      process.stderr.write(errors)
      reject(new PlainError("The site could not be built. The lines above say why."))
    })
  })
}
