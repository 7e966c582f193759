import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { chown, mkdtemp, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { databaseAccount } from "@/lib/start/account"
import { freePort } from "@/lib/start/ports"
import { postgresPrograms } from "./system"

/** A PostgreSQL from the system's own package, on a port of its own. `url` names no database yet. */
export async function startSystemPostgres() {
  const programs = postgresPrograms()
  const account = databaseAccount()
  const data = await mkdtemp(path.join(os.tmpdir(), "foyer-system-postgres-"))
  if (account) await chown(data, account.uid, account.gid)
  const run = (program: string, args: string[]) => execFileSync(path.join(programs, program), args, { ...account, cwd: "/", stdio: "ignore" })
  const port = await freePort()
  run("initdb", ["-D", data, "--username=foyer", "--auth=trust", "--encoding=UTF8", "--locale=C"])
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`
  /** Without holding up what else the test does. */
  const control = async (...args: string[]) => {
    const child = spawn(path.join(programs, "pg_ctl"), [...args, "-w", "-D", data], { ...account, cwd: "/", stdio: "ignore" })
    const [code] = await once(child, "exit")
    if (code !== 0) throw new Error(`pg_ctl ${args[0]} ended with ${code}`)
  }
  const begin = () => control("start", "-l", path.join(data, "log"), "-o", options)
  await begin()
  return {
    url: `postgresql://foyer@127.0.0.1:${port}`,
    version: execFileSync(path.join(programs, "postgres"), ["--version"], { encoding: "utf8" }).trim(),
    /** Ends it as a crash does, or as an upgrade does; its data stay. `begin` starts it again. */
    end: (how: "immediate" | "fast") => control("stop", "-m", how),
    begin,
    async stop() {
      run("pg_ctl", ["stop", "-m", "fast", "-w", "-D", data])
      await rm(data, { recursive: true, force: true })
    },
  }
}
