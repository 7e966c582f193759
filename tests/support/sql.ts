import { Client, type QueryResultRow } from "pg"

/** Runs one statement on a site's own database, over a connection of the test's own. */
export async function sql<Row extends QueryResultRow>(databaseUrl: string, statement: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl })
  // A server that is killed under the connection is an error of the statement, not of the whole test.
  client.on("error", () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(statement, values)).rows
  } finally {
    await client.end()
  }
}
