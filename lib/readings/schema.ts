import { z } from "zod"
import { block, line, optionalLine } from "@/lib/text"

const url = z.union([
  z.literal(""),
  z
    .string()
    .trim()
    .max(2000, "The link is longer than 2,000 characters")
    .refine((text) => URL.canParse(text) && new URL(text).protocol === "https:", "Enter a link that begins with https://"),
])

/** The desk's form for one reading: its text here, or a link to where it is. */
export const readingSchema = z
  .object({
    title: z.string({ error: "Enter a title" }).pipe(line(300, "Enter a title")),
    author: z.string({ error: "Enter who wrote it" }).pipe(line(300, "Enter who wrote it")),
    source: optionalLine(500).default(""),
    citation: block(2000).default(""),
    body: block(200_000).default(""),
    url: url.default(""),
  })
  .refine(({ body, url }) => (body === "") !== (url === ""), { path: ["body"], error: "Enter either the text or a link to it" })
export type ReadingInput = z.output<typeof readingSchema>
