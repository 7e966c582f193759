import { execFileSync } from "node:child_process"
import { chown, mkdtemp, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { databaseAccount } from "@/lib/start/account"
import { freePort } from "@/lib/start/ports"
import { postgresPrograms } from "./system"

/** A PostgreSQL from the system's own package, on a port of its own. `url` names no database yet. */
export async function startSystemPostgres(): Promise<{ url: string; version: string; stop: () => Promise<void> }> {
  const programs = postgresPrograms()
  const account = databaseAccount()
  const data = await mkdtemp(path.join(os.tmpdir(), "foyer-system-postgres-"))
  if (account) await chown(data, account.uid, account.gid)
  const run = (program: string, args: string[]) => execFileSync(path.join(programs, program), args, { ...account, cwd: "/", stdio: "ignore" })
  const port = await freePort()
  run("initdb", ["-D", data, "--username=foyer", "--auth=trust", "--encoding=UTF8", "--locale=C"])
  run("pg_ctl", ["start", "-w", "-D", data, "-l", path.join(data, "log"), "-o", `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`])
  return {
    url: `postgresql://foyer@127.0.0.1:${port}`,
    version: execFileSync(path.join(programs, "postgres"), ["--version"], { encoding: "utf8" }).trim(),
    async stop() {
      run("pg_ctl", ["stop", "-m", "fast", "-w", "-D", data])
      await rm(data, { recursive: true, force: true })
    },
  }
}
