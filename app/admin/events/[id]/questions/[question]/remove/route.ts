import { removeQuestion } from "@/lib/questions/mutations"
import { questionButton } from "../../question-door"

export const POST = questionButton(removeQuestion)
