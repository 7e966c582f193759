import type { Readable } from "node:stream"
import { escapeLiteral, type PoolClient } from "pg"
import { to } from "pg-copy-streams"
import { pool } from "./client"

/** The statement with its values ($1, $2, …) written into it, for COPY, which takes none. */
const withValues = (sql: string, values: string[]) => sql.replace(/\$(\d+)/g, (_, number) => escapeLiteral(values[Number(number) - 1] ?? ""))

/** Each file holds a connection until it is read to its end, and people who register need some too. */
const mostOpen = 3
let open = 0

/**
 * What a statement finds as CSV (RFC 4180, but for lines that end with LF), each cell in quotation marks. The database
 * writes it while it is read, so that a million rows take no memory. Moments read as the clocks of `zone` show them, with their offset.
 * Throws when three are being read already.
 */
export async function copyOut(sql: string, values: string[], zone: string): Promise<Readable> {
  if (open >= mostOpen) throw new Error("too many files are being written at once")
  open += 1
  let client: PoolClient | undefined
  try {
    client = await pool().connect()
    await client.query("begin read only")
    await client.query("select set_config('timezone', $1, true)", [zone])
    const csv = client.query(to(`copy (${withValues(sql, values)}) to stdout with (format csv, force_quote *)`))
    giveBackWhenOver(client, csv)
    return csv
  } catch (error) {
    open -= 1
    client?.release(true)
    throw error
  }
}

/** A reader that leaves, or a statement that fails, leaves the connection in the middle of its answer: another takes its place. */
function giveBackWhenOver(client: PoolClient, csv: Readable): void {
  const onLost = (error: Error) => csv.destroy(error)
  client.on("error", onLost)
  csv.once("error", () => undefined)
  csv.once("close", async () => {
    open -= 1
    const broken = csv.readableEnded
      ? await client.query("commit").then(
          () => undefined,
          () => true,
        )
      : true
    client.off("error", onLost)
    client.release(broken)
  })
}
