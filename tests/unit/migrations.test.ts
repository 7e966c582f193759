import { readFile } from "node:fs/promises"
import { expect, test } from "vitest"

test("the migrations lead to the schema as it is: after a change, `npm run migration -- NAME` was not forgotten", async () => {
  const [schema, migrated] = await Promise.all([readFile("prisma/schema.prisma", "utf8"), readFile("prisma/migrations/schema.prisma", "utf8")])
  expect(migrated).toBe(schema)
})
