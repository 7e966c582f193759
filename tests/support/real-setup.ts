import { chmod, mkdtemp, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { Client } from "pg"
import type { TestProject } from "vitest/node"
import { buildIfNeeded } from "@/lib/start/build"
import { startEmbedded } from "@/lib/start/embedded"
import { migrate } from "@/prisma/migrate"

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the server that holds the template database, without a database's name. */
    postgres: string
  }
}

/** One PostgreSQL for all files, with a migrated template that each file clones; and a current build for those that start the site. */
export default async function setup(project: TestProject) {
  const names = project.vitest.projects.map(({ name }) => name)
  if (!names.includes("integration") && !names.includes("e2e")) return
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "foyer-tests-"))
  // Open to the user `postgres`, or its data would be placed elsewhere and stay there.
  await chmod(dataDir, 0o755)
  const embedded = await startEmbedded(dataDir, "only for tests, only on this machine, never reused")
  const server = embedded.url.replace(/\/foyer$/, "")
  const client = new Client({ connectionString: `${server}/postgres` })
  await client.connect()
  await client.query("create database template_foyer")
  await client.end()
  await migrate(`${server}/template_foyer`)
  project.provide("postgres", server)
  if (names.includes("e2e")) await buildIfNeeded()
  return async () => {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
