import { moveSpeakerUp } from "@/lib/speakers/mutations"
import { contentButton } from "../../../content-door"

export const POST = contentButton((organiser, { id, speaker }: { id: string; speaker: string }) => moveSpeakerUp(organiser, id, speaker))
