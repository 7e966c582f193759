import type { Readable } from "node:stream"
import { escapeLiteral, type PoolClient } from "pg"
import { to } from "pg-copy-streams"
import { pool } from "./client"

/** The statement with its values ($1, $2, …) written into it, for COPY, which takes none. */
const withValues = (sql: string, values: string[]) => sql.replace(/\$(\d+)/g, (_, number) => escapeLiteral(values[Number(number) - 1] ?? ""))

/**
 * What a statement finds as CSV (RFC 4180, but for lines that end with LF), each cell in quotation marks. The database
 * writes it while it is read, so that a million rows take no memory. Moments read as the clocks of `zone` show them, with their offset.
 */
export async function copyOut(sql: string, values: string[], zone: string): Promise<Readable> {
  const client = await pool().connect()
  try {
    await client.query("begin read only")
    await client.query("select set_config('timezone', $1, true)", [zone])
    const csv = client.query(to(`copy (${withValues(sql, values)}) to stdout with (format csv, force_quote *)`))
    giveBackWhenOver(client, csv)
    return csv
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** A reader that leaves, or a statement that fails, leaves the connection in the middle of its answer: another takes its place. */
function giveBackWhenOver(client: PoolClient, csv: Readable): void {
  const onLost = (error: Error) => csv.destroy(error)
  client.on("error", onLost)
  csv.once("error", () => undefined)
  csv.once("close", async () => {
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
