import { seeOther, unavailable } from "@/lib/forms"
import { readUpload, type Upload } from "@/lib/read-upload"
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
      const organiser = await currentOrganiser()
      const upload = await readUpload(request, organiser ? most : 0)
      if (upload instanceof Response) return upload
      return organiser ? await answer(organiser, upload, params) : seeOther("/admin/sign-in")
    } catch (error) {
      return unavailable(error)
    }
  }
}
