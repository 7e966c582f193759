import { z } from "zod"
import { line } from "@/lib/text"

export const signInSchema = z.object({ email: z.string({ error: "Enter your email address" }).pipe(line(254, "Enter your email address")) })
