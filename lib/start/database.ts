import { randomBytes, randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { Client } from "pg"
import { provide, settings } from "@/lib/env"
import { startEmbedded } from "./embedded"
import { PlainError } from "./plain"

/** Makes a database answer: the one of DATABASE_URL, or the embedded one. Returns whether it is embedded, and how to let go of it. */
export async function openDatabase(): Promise<{ embedded: boolean; close: () => Promise<void> }> {
  const { DATABASE_URL, DATA_DIR, secrets } = settings()
  if (DATABASE_URL) {
    await knock(DATABASE_URL)
    return { embedded: false, close: async () => undefined }
  }
  const secret = await generatedSecret(DATA_DIR)
  const embedded = await startEmbedded(DATA_DIR, secret)
  provide({ DATABASE_URL: embedded.url, AUTH_SECRET: [...secrets, secret].join(",") })
  return { embedded: true, close: embedded.stop }
}

async function generatedSecret(dataDir: string): Promise<string> {
  const file = path.resolve(dataDir, "secret")
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
    throw new PlainError(
      `DATA_DIR ${dataDir} cannot be used (${error instanceof Error ? error.message : error}). Give this user the right to write there, or set DATA_DIR to another folder.`,
    )
  }
}

async function knock(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
    await client.query("select 1")
  } catch (error) {
    const { host, pathname } = new URL(url)
    const words = error instanceof AggregateError ? error.errors.map(String).join("; ") : error instanceof Error ? error.message : String(error)
    throw new PlainError(`The database ${pathname.slice(1)} at ${host} does not answer (${words}). Start it, or correct DATABASE_URL.`)
  } finally {
    await client.end().catch(() => undefined)
  }
}
