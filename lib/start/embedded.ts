import { createHmac } from "node:crypto"
import path from "node:path"
import { Client, DatabaseError } from "pg"
import { type Cluster, findCluster, initialise, logOf, readPidFile, runningPort, startServer, stopServer } from "./cluster"
import { PlainError, pause } from "./plain"

// A real PostgreSQL from the registry, shared by the site and the commands beside it: the last of them stops it.

export type EmbeddedDatabase = { url: string; stop: () => Promise<void> }

/**
 * Starts PostgreSQL on the data below `dataDir`, or adopts one that an earlier start left running there.
 * `stop` leaves it running while other processes use it. Throws PlainError when it cannot start.
 */
export async function startEmbedded(dataDir: string, secret: string): Promise<EmbeddedDatabase> {
  const cluster = await findCluster(dataDir)
  await initialise(cluster, passwordOf(secret))
  // It takes more than one try when another process stops the server in this moment, or when backends of a killed one have not noticed yet.
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    const running = await runningPort(cluster)
    const url = addressOf(secret, running ?? (await startServer(cluster)))
    const user = await enter(url).catch(async (error) => {
      if (!running) await stopServer(cluster)
      throw error
    })
    if (user) return { url, stop: () => user.end().then(() => stopUnlessShared(cluster, url)) }
    await pause(500)
  }
  throw new PlainError(`The embedded PostgreSQL does not start. Its last words are in ${logOf(cluster)}.`)
}

const passwordOf = (secret: string) => createHmac("sha256", secret).update("embedded database").digest("base64url")
const addressOf = (secret: string, port: number) => `postgresql://foyer:${passwordOf(secret)}@127.0.0.1:${port}/foyer`
const serverOf = (url: string) => url.replace(/foyer$/, "postgres")

/** The address of the PostgreSQL that runs on the data below `dataDir`, for what looks at it from outside. null: none was started, or it was stopped. */
export async function embeddedUrl(dataDir: string, secret: string): Promise<string | null> {
  const { port } = await readPidFile(path.resolve(dataDir, "postgres"))
  return port ? addressOf(secret, port) : null
}

const lock = "hashtext('foyer.server')"
const leaving = "foyer, leaving"

/** Connects for as long as this process uses the server, which everybody who does shows by holding one lock together. null: try again. Throws PlainError for a wrong secret. */
async function enter(url: string): Promise<Client | null> {
  const client = new Client({ connectionString: serverOf(url) })
  client.on("error", () => undefined)
  try {
    await client.connect()
    await client.query(`select pg_advisory_lock_shared(${lock})`)
    const { rowCount } = await client.query("select from pg_database where datname = 'foyer'")
    if (!rowCount) await client.query("create database foyer")
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    const isWrongPassword = error instanceof DatabaseError && error.code === "28P01"
    if (isWrongPassword) throw new PlainError("The file `secret` in DATA_DIR is not the one that its database was made with. Put that one back.")
    return null
  }
}

async function stopUnlessShared(cluster: Cluster, url: string): Promise<void> {
  const client = new Client({ connectionString: serverOf(url), application_name: leaving })
  client.on("error", () => undefined)
  try {
    await client.connect()
    if (await isLast(client)) await stopServer(cluster)
  } catch {
    // A server that does not answer has been stopped already.
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Whoever holds the lock alone is the last, and newcomers wait until the server is gone. A server that restarted has forgotten its locks, so connections count too. */
async function isLast(client: Client): Promise<boolean> {
  const { rows } = await client.query(`select pg_try_advisory_lock(${lock}) as alone`)
  if (!rows[0]?.alone) return false
  // Connections that this process closed a moment ago may still be listed.
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const { rowCount } = await client.query("select from pg_stat_activity where backend_type = 'client backend' and application_name <> $1", [leaving])
    if (rowCount === 0) return true
    await pause(100)
  }
  return false
}
