import { moveQuestionUp } from "@/lib/questions/mutations"
import { questionButton } from "../../question-door"

export const POST = questionButton(moveQuestionUp)
