import type { z } from "zod"
import type { Fields } from "@/lib/drafts"

/** What is wrong, by field: the first problem of each. */
export type Problems = Record<string, string>

/** The problems of a draft with the schema that its door used. An empty one has none. */
export function problemsOf(schema: z.ZodType, fields: Fields | null): Problems {
  if (!fields) return {}
  const problems: Problems = {}
  for (const issue of schema.safeParse(fields).error?.issues ?? []) problems[String(issue.path[0])] ??= issue.message
  return problems
}
