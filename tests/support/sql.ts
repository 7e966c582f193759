import { Client, type QueryResultRow } from "pg"

/** Runs one statement and returns its rows. */
export type Run = <Row extends QueryResultRow>(statement: string, values?: unknown[]) => Promise<Row[]>

/** Runs several statements on a site's own database, over one connection of the test's own: a new one costs ten times what a statement does. */
export async function onOneConnection<Result>(databaseUrl: string, work: (run: Run) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: databaseUrl })
  // A server that is killed under the connection is an error of the statement, not of the whole test.
  client.on("error", () => undefined)
  await client.connect()
  try {
    return await work(async (statement, values = []) => (await client.query(statement, values)).rows)
  } finally {
    await client.end()
  }
}

/** Runs one statement on a site's own database, over a connection of the test's own. */
export const sql = <Row extends QueryResultRow>(databaseUrl: string, statement: string, values: unknown[] = []): Promise<Row[]> =>
  onOneConnection(databaseUrl, (run) => run<Row>(statement, values))
