import { removeSpeaker } from "@/lib/speakers/mutations"
import { contentButton } from "../../../content-door"

export const POST = contentButton((organiser, { id, speaker }: { id: string; speaker: string }) => removeSpeaker(organiser, id, speaker))
