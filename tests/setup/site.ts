import { spawn } from "node:child_process"
import { once } from "node:events"
import { readdirSync, readFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import type { TestProject } from "vitest/node"
import { kill, shellEnvironment } from "../support/processes"
import { secret } from "../support/secret"
import { whereabouts } from "../support/site"
import { sql } from "../support/sql"
import { chromiumPath } from "../support/system"

declare module "vitest" {
  interface ProvidedContext {
    /** A folder in which each worker notes the site that it has started. */
    sites: string
  }
}

/** A Chromium, a template with the demonstration in it, and a build that goes on while other groups run: a site waits for it. */
export default async function setup({ vitest }: TestProject) {
  const { postgres, sites } = vitest.getRootProject().getProvidedContext()
  if (sites) return
  chromiumPath()
  const run = (file: string, env: Record<string, string> = {}) =>
    spawn(process.execPath, ["lib/start/launch.mjs", `lib/start/${file}.ts`], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...shellEnvironment(), ...env },
    })
  const build = run("make-build")
  const DATABASE_URL = `${postgres}/template_demonstration`
  await sql(`${postgres}/postgres`, "create database template_demonstration template template_foyer")
  const [code] = await once(run("seed", { DATABASE_URL, AUTH_SECRET: secret }), "exit")
  if (code !== 0) throw new Error("The demonstration could not be put into its template.")
  const folder = await mkdtemp(path.join(os.tmpdir(), "foyer-sites-"))
  vitest.provide("sites", folder)
  return async () => {
    build.kill()
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".json")))
      kill(-whereabouts.parse(JSON.parse(readFileSync(path.join(folder, file), "utf8"))).pid)
    await rm(folder, { recursive: true, force: true })
  }
}
