import { expect } from "vitest"
import { query } from "@/lib/db/client"

/** For negative controls: takes a guard out of a function of this file's own database. Throws when there is nothing to take. Returns how to put it back. */
export async function rewrite(name: string, change: (source: string) => string): Promise<() => Promise<unknown>> {
  const [found] = await query<{ source: string }>(`select pg_get_functiondef($1::regproc) as source`, [name])
  const source = found?.source ?? ""
  expect(change(source)).not.toBe(source)
  await query(change(source))
  return () => query(source)
}
