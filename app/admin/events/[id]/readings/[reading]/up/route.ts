import { moveReadingUp } from "@/lib/readings/mutations"
import { contentButton } from "../../../content-door"

export const POST = contentButton((organiser, { id, reading }: { id: string; reading: string }) => moveReadingUp(organiser, id, reading))
