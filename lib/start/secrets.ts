import { randomBytes, randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { PlainError } from "./plain"

// The secrets that DATA_DIR keeps. `secret` is this machine's own, and the password of its embedded database comes from it too.
// So a restore never replaces it: what sealed the links in a backup is kept beside it, in `secrets-restored`, one a line.

const fileOf = (dataDir: string, name: "secret" | "secrets-restored") => path.resolve(dataDir, name)

/** This machine's own secret, made at the first use. Throws PlainError when DATA_DIR cannot be used. */
export async function generatedSecret(dataDir: string): Promise<string> {
  const file = fileOf(dataDir, "secret")
  const draft = `${file}.${randomUUID()}`
  try {
    await mkdir(path.dirname(file), { recursive: true })
    // Written beside it and then linked: whoever comes second keeps the first secret, and a start that is cut off leaves no half of one.
    if (!existsSync(file)) {
      await writeFile(draft, randomBytes(32).toString("base64url"), { mode: 0o600 })
      await link(draft, file).catch(() => undefined)
      await rm(draft)
    }
    return (await readFile(file, "utf8")).trim()
  } catch (error) {
    throw unusable(dataDir, error)
  }
}

/** The secrets that came with restores: they open what was mailed with them, and seal nothing new. None: []. */
export async function restoredSecrets(dataDir: string): Promise<string[]> {
  const text = await readFile(fileOf(dataDir, "secrets-restored"), "utf8").catch((error) => {
    const isMissing = error.code === "ENOENT" || error.code === "ENOTDIR"
    if (isMissing) return ""
    throw unusable(dataDir, error)
  })
  return text.split("\n").filter((line) => line.trim())
}

/** What a backup must carry so that mailed links stay good: all that DATA_DIR knows and the settings do not. */
export async function carriedSecrets(dataDir: string, embedded: boolean): Promise<string[]> {
  // Beside an outside database the file `secret` is left from an embedded one, and has sealed nothing of this database.
  const own = embedded ? [await generatedSecret(dataDir)] : []
  return [...own, ...(await restoredSecrets(dataDir))]
}

/** Adds secrets to the restored ones of DATA_DIR, for every start from now on. Throws PlainError when DATA_DIR cannot be used. */
export async function keepRestoredSecrets(dataDir: string, secrets: string[]): Promise<void> {
  const file = fileOf(dataDir, "secrets-restored")
  const draft = `${file}.${randomUUID()}`
  const kept = await restoredSecrets(dataDir)
  try {
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(draft, [...kept, ...secrets, ""].join("\n"), { mode: 0o600, flush: true })
    await rename(draft, file)
  } catch (error) {
    throw unusable(dataDir, error)
  }
}

const unusable = (dataDir: string, error: unknown) =>
  new PlainError(
    `DATA_DIR ${dataDir} cannot be used (${error instanceof Error ? error.message : error}). Give this user the right to write there, or set DATA_DIR to another folder.`,
  )
