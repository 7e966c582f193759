import { z } from "zod"
import { optionalLine } from "@/lib/text"

export const mostMegabytes = 10

const hundredth = z
  .string()
  .default("50")
  .transform(Number)
  .pipe(z.number("Choose a point in the picture").min(0, "Choose a point in the picture").max(100, "Choose a point in the picture"))

/** What goes with an uploaded picture. */
export const pictureSchema = z.object({ alt: optionalLine(300).default(""), focusX: hundredth, focusY: hundredth })
export type PictureInput = z.output<typeof pictureSchema>

/** Why a picture was not taken, in the words of its form. */
export const refusals = {
  none: "Choose a picture",
  large: `Choose a picture of at most ${mostMegabytes} MB`,
  kind: "Choose a JPEG, PNG or WebP picture",
  broken: "This picture cannot be read: it may be damaged, or have more than 50 million pixels",
} as const
export type Refusal = keyof typeof refusals

/** The refusal that a word from an address names. null: none. */
export const refusalOf = (word: unknown): string | null => Object.entries(refusals).find(([name]) => name === word)?.[1] ?? null
