import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import path from "node:path"

// What the tests need of the machine: a Chromium, and a PostgreSQL of the system's own. Installed when root, named when not, never skipped.

const onPath = (name: string) => spawnSync("which", [name], { encoding: "utf8" }).stdout.trim() || null

function install(debianPackage: string): void {
  console.log(`Installing ${debianPackage}: the tests use it.`)
  const quietly = { stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }
  execFileSync("apt-get", ["update", "-q"], quietly)
  execFileSync("apt-get", ["install", "-y", "-q", debianPackage], quietly)
}

function need<T>(find: () => T | null, debianPackage: string, what: string): T {
  const found = find()
  if (found) return found
  if (process.getuid?.() !== 0 || !onPath("apt-get")) throw new Error(`The tests need ${what}. Install it: sudo apt-get install ${debianPackage}`)
  install(debianPackage)
  const installed = find()
  if (!installed) throw new Error(`${debianPackage} is installed, and ${what} is still not found.`)
  return installed
}

/** First the one without windows: it has no frame to draw, and a file of browser tests takes two thirds of the time. */
const browsers = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
const macBrowser = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

/** The path of a Chromium. */
export const chromiumPath = (): string =>
  need(
    () => process.env.CHROMIUM ?? browsers.map(onPath).find((found) => found !== null) ?? (existsSync(macBrowser) ? macBrowser : null),
    "chromium-headless-shell",
    "a Chromium",
  )

const debianFolder = "/usr/lib/postgresql"
function systemPrograms(): string | null {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a)) : []
  const folder = versions.map((version) => path.join(debianFolder, version, "bin")).find((bin) => existsSync(path.join(bin, "initdb")))
  return folder ?? (onPath("initdb") ? path.dirname(onPath("initdb") ?? "") : null)
}

/** The folder of the system's own PostgreSQL programs (initdb, pg_ctl). */
export const postgresPrograms = (): string => need(systemPrograms, "postgresql", "a PostgreSQL of the system's own")
