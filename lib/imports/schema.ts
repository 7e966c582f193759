import { z } from "zod"
import { tick } from "@/lib/text"
import { type Fate, isFate } from "./rules"

/** The most that a file may hold. */
export const mostMegabytes = 20
export const mostLines = 100_000

/** Why a file could not be read at all. */
export const fileRefusals = {
  none: "Choose a file that has something in it",
  large: `Choose a file of ${mostMegabytes} MB at most`,
  columns: "Name the columns in the first line, in English: email, and name or first name and last name",
  empty: "Below its first line, the file holds no lines",
  long: `Choose a file of ${mostLines.toLocaleString("en-GB")} lines at most`,
  quotes: "The file is no CSV. In a spreadsheet, choose “Save as” and then CSV",
} as const
export type FileRefusal = keyof typeof fileRefusals

/** A line of the file: the person whom it names, or what is wrong with it. */
const lineSchema = z.union([
  z.object({ line: z.number(), text: z.string(), problem: z.string() }),
  z.object({ line: z.number(), name: z.string(), email: z.string(), emailKey: z.string(), organisation: z.string() }),
])
export type ImportLine = z.infer<typeof lineSchema>

/** The word to do what the page showed: how many it named, and whether the bad lines stay out. */
export const runSchema = z.object({ count: z.coerce.number().int().min(1), leaveOut: tick })

const lineFilterSchema = z.object({
  fate: z.string().optional().catch(undefined),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(mostLines * 100)
    .catch(0),
})

/** Which lines are shown, from an address: of one fate or all (null), after a line. */
export function readLineFilter(parameters: Record<string, string | string[] | undefined>, usual: Fate | null): { fate: Fate | null; after: number } {
  const { fate, after } = lineFilterSchema.parse(parameters)
  const named = fate !== undefined && isFate(fate) ? fate : null
  return { fate: fate === undefined ? usual : named, after }
}
