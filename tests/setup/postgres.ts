import { chmod, mkdtemp, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { Client } from "pg"
import type { TestProject } from "vitest/node"
import { findCluster, initialise, startServer, stopServer } from "@/lib/start/cluster"
import { migrate } from "@/prisma/migrate"

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the server that holds the templates, without a database's name. */
    postgres: string
  }
}

const password = "only for tests, only on this machine, never reused"
/** A crash of this machine may cost these data: durability is tried where it is the subject, on a server that `npm start` runs. */
const forTests = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=600", "autovacuum_naptime=10min"]

/** One PostgreSQL for all groups, with a migrated template that each file clones. */
export default async function setup({ vitest }: TestProject) {
  if (vitest.getRootProject().getProvidedContext().postgres) return
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "foyer-tests-"))
  // Open to the user `postgres`, or its data would be placed elsewhere and stay there.
  await chmod(dataDir, 0o755)
  const cluster = await findCluster(dataDir)
  await initialise(cluster, password)
  const port = await startServer(cluster, forTests)
  const server = `postgresql://foyer:${encodeURIComponent(password)}@127.0.0.1:${port}`
  const client = new Client({ connectionString: `${server}/postgres` })
  await client.connect()
  await client.query("create database template_foyer")
  await client.end()
  await migrate(`${server}/template_foyer`)
  vitest.provide("postgres", server)
  return async () => {
    await stopServer(cluster)
    // The data, and the claims of ports (support/ports.ts).
    for (const folder of [dataDir, path.join(os.tmpdir(), `foyer-ports-${process.pid}`)]) await rm(folder, { recursive: true, force: true })
  }
}
