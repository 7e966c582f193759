import { z } from "zod"
import { optionalLine } from "@/lib/text"
import { type ActKind, actKinds } from "./rules"

const isKind = (word: string): word is ActKind => Object.hasOwn(actKinds, word)
const given = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined)

/** A day that PostgreSQL knows: it has no year 0. */
const day = z.iso.date().refine((text) => !text.startsWith("0000"))

const filterSchema = z.object({
  event: given(z.guid()),
  /** An address. "-": nobody, the site itself. */
  who: given(
    optionalLine(254)
      .transform((text) => text.toLowerCase())
      .refine((text) => text !== ""),
  ),
  kind: given(z.string().refine(isKind)),
  from: given(day),
  to: given(day),
  /** The entry after which the page begins. */
  after: given(z.guid()),
})
export type AuditFilter = z.output<typeof filterSchema>

/** The record's filter from an address. What makes no sense counts as not given. */
export const readAuditFilter = (parameters: Record<string, string | string[] | undefined>): AuditFilter => filterSchema.parse(parameters)
