import { unavailable } from "@/lib/busy-page"
import { readUpload, type Upload } from "@/lib/read-upload"
import { refusalAnswer } from "./doors"
import { currentOrganiser, type Organiser } from "./organiser"

/**
 * A door of one event that takes a file, with the guards of a form door. `most`: what the form may hold in bytes; "large": it has more.
 * Nothing of a stranger's file is kept in memory.
 */
export function uploadDoor<Params extends { id: string }>(
  most: number,
  answer: (organiser: Organiser, upload: Upload | "large", params: Params) => Promise<Response>,
) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    try {
      const params = await context.params
      const organiser = await currentOrganiser(params.id)
      const upload = await readUpload(request, typeof organiser === "string" ? 0 : most)
      if (upload instanceof Response) return upload
      return typeof organiser === "string" ? refusalAnswer[organiser]() : await answer(organiser, upload, params)
    } catch (error) {
      return unavailable(error)
    }
  }
}
