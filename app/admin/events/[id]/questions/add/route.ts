import { addQuestion } from "@/lib/questions/mutations"
import { questionDoor } from "../question-door"

export const POST = questionDoor(
  ({ id }: { id: string }) => `/admin/events/${id}/questions/new`,
  (organiser, { id }, input) => addQuestion(organiser, id, input),
)
