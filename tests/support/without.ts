import { sql } from "./sql"

/**
 * For negative controls: takes a guard out of a function of this database, which is each line that ends with its name, `-- guard: takes turns`. What a line
 * `-- instead of takes turns: …` says stands there then. Throws when no line carries the name. Returns how to put it back.
 */
export async function without(databaseUrl: string, name: string, guard: string): Promise<() => Promise<unknown>> {
  const [found] = await sql<{ definition: string }>(databaseUrl, `select pg_get_functiondef($1::regproc) as definition`, [name])
  const definition = found?.definition ?? ""
  const lines = definition.split("\n")
  const rest = lines.filter((line) => !line.endsWith(` -- guard: ${guard}`))
  if (rest.length === lines.length) throw new Error(`No line of ${name} carries the guard "${guard}".`)
  await sql(databaseUrl, rest.map((line) => line.replace(`-- instead of ${guard}: `, "")).join("\n"))
  return () => sql(databaseUrl, definition)
}
