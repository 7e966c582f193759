import { Client } from "pg"
import { provide, settings } from "@/lib/env"
import { startEmbedded } from "./embedded"
import { PlainError } from "./plain"
import { generatedSecret, restoredSecrets } from "./secrets"

/** Makes a database answer: the one of DATABASE_URL, or the embedded one. Returns whether it is embedded, and how to let go of it. */
export async function openDatabase(): Promise<{ embedded: boolean; close: () => Promise<void> }> {
  const { DATABASE_URL, DATA_DIR, secrets } = settings()
  const restored = await restoredSecrets(DATA_DIR)
  if (DATABASE_URL) {
    await knock(DATABASE_URL)
    provide({ AUTH_SECRET: [...secrets, ...restored].join(",") })
    return { embedded: false, close: async () => undefined }
  }
  const secret = await generatedSecret(DATA_DIR)
  const embedded = await startEmbedded(DATA_DIR, secret)
  provide({ DATABASE_URL: embedded.url, AUTH_SECRET: [...secrets, secret, ...restored].join(",") })
  return { embedded: true, close: embedded.stop }
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
