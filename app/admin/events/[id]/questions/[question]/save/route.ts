import { saveQuestion } from "@/lib/questions/mutations"
import { questionDoor } from "../../question-door"

export const POST = questionDoor(
  ({ id, question }: { id: string; question: string }) => `/admin/events/${id}/questions/${question}`,
  (organiser, { id, question }, input) => saveQuestion(organiser, id, question, input),
)
