import { z } from "zod"
import { block, line, optionalLine } from "@/lib/text"

/** A line of the field for links: an address alone, or words before it. */
const linkLine = /^(?:(.*\S)\s+)?(https:\/\/\S+)$/

const links = block(2000).transform((text, context) => {
  const lines = text.split("\n").filter((one) => one.trim() !== "")
  return lines.map((one) => {
    const [, words, url = ""] = linkLine.exec(one.trim()) ?? []
    if (!URL.canParse(url)) context.addIssue({ code: "custom", message: `“${one.trim()}” does not end in a link that begins with https://` })
    return { words: words ?? (URL.canParse(url) ? new URL(url).hostname : url), url }
  })
})

/** The desk's form for one speaker. */
export const speakerSchema = z.object({
  name: z.string({ error: "Enter a name" }).pipe(line(200, "Enter a name")),
  role: z.string({ error: "Enter a role, like Speaker" }).pipe(line(60, "Enter a role, like Speaker")),
  affiliation: optionalLine(300).default(""),
  topic: optionalLine(300).default(""),
  bio: block(5000).default(""),
  links: links.default([]),
})
export type SpeakerInput = z.output<typeof speakerSchema>

/** Links as they are kept. */
export const linksSchema = z.array(z.object({ words: z.string(), url: z.string() })).catch([])
export type Links = z.output<typeof linksSchema>
