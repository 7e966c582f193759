import { execFileSync } from "node:child_process"
import { stat } from "node:fs/promises"
import path from "node:path"
import { PlainError } from "./plain"

// PostgreSQL refuses to run as root, so for root it runs as the user `postgres`, who must be able to reach its programs and its data.

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
export async function canReach(account: Account | null, target: string): Promise<boolean> {
  if (!account) return true
  for (let folder = path.dirname(path.resolve(target)); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await stat(folder)
    const pass = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if (!(mode & pass)) return false
    if (folder === path.dirname(folder)) return true
  }
}
