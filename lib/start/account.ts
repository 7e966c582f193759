import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { cp, mkdir, readlink, realpath, rename, stat, symlink } from "node:fs/promises"
import path from "node:path"
import { PlainError } from "./plain"

// PostgreSQL refuses to run as root, so for root it runs as the user `postgres`, who must be able to reach its programs and its data.

const placedFolder = "/var/lib/foyer"
export type Account = { uid: number; gid: number }

const idOf = (flag: "-u" | "-g") => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: "pipe" }))

/** The account that PostgreSQL runs under: null for the present one, `postgres` (made when missing) for root. */
export function databaseAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  try {
    return { uid: idOf("-u"), gid: idOf("-g") }
  } catch {
    return makeAccount()
  }
}

function makeAccount(): Account {
  try {
    execFileSync("groupadd", ["--system", "postgres"], { stdio: "pipe" })
    execFileSync("useradd", ["--system", "--gid", "postgres", "--no-create-home", "postgres"], { stdio: "pipe" })
    return { uid: idOf("-u"), gid: idOf("-g") }
  } catch {
    throw new PlainError("PostgreSQL does not run as root, and the user `postgres` could not be made. Start Foyer as another user, or set DATABASE_URL.")
  }
}

/** Whether the account may walk down to the path: every folder on the way must let it pass. */
async function canReach(account: Account | null, target: string): Promise<boolean> {
  if (!account) return true
  for (let folder = path.dirname(path.resolve(target)); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await stat(folder)
    const pass = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if (!(mode & pass)) return false
    if (folder === path.dirname(folder)) return true
  }
}

/** A folder with PostgreSQL's programs that the account can reach: `native`, or a copy of it in /var/lib/foyer. */
export async function placePrograms(native: string, name: string, account: Account | null): Promise<string> {
  if (await canReach(account, path.join(native, "bin", "initdb"))) return path.join(native, "bin")
  const placed = path.join(placedFolder, name)
  if (!existsSync(placed)) {
    const partial = `${placed}.${randomUUID()}`
    await mkdir(placedFolder, { recursive: true, mode: 0o755 })
    await cp(native, partial, { recursive: true, verbatimSymlinks: true })
    execFileSync("chmod", ["-R", "a+rX", partial])
    await rename(partial, placed)
  }
  return path.join(placed, "bin")
}

/** The folder of the data. What `postgres` cannot reach below `dataDir` (a folder of mode 0700, or one below /root) lies in /var/lib/foyer, with a link to it. */
export async function placeData(dataDir: string, account: Account | null): Promise<string> {
  const folder = path.resolve(dataDir)
  await mkdir(folder, { recursive: true })
  const data = path.join(await realpath(folder), "postgres")
  // A start that was cut off may have left the link without what it leads to.
  const linked = await readlink(data).catch(() => null)
  if (linked) return path.resolve(folder, linked)
  if (await canReach(account, data)) return data
  if (existsSync(data)) throw new PlainError(`The user \`postgres\` cannot reach ${data}. Let it pass: chmod a+x on that folder's parents.`)
  const placed = path.join(placedFolder, randomUUID())
  await mkdir(placedFolder, { recursive: true, mode: 0o755 })
  await symlink(placed, data)
  return placed
}
