import { uploadDoor } from "@/lib/auth/upload-door"
import { saveDraft } from "@/lib/drafts"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, renewEventPages, seeOther } from "@/lib/forms"
import { removePicture, setPicture } from "@/lib/pictures/mutations"
import type { Use } from "@/lib/pictures/rules"
import { mostMegabytes, pictureSchema, type Refusal } from "@/lib/pictures/schema"
import { kindOf } from "@/lib/pictures/write"
import { areIds, contentButton } from "./content-door"

/** The words and numbers beside the file are few. */
const mostBytes = mostMegabytes * 1024 * 1024 + 16 * 1024

type Shown<Params> = {
  use: Use
  /** Of the event or the speaker that shows it. */
  idOf: (params: Params) => string
  form: (params: Params) => string
}

/** Takes a picture for an event or a speaker. What was typed beside one that is refused comes back, unless it is too large to be read. */
export function pictureDoor<Params extends { id: string }>({ use, idOf, form }: Shown<Params>) {
  return uploadDoor<Params>(mostBytes, async (organiser, upload, params) => {
    if (!areIds(params)) return notFoundPage()
    const refuse = (refusal: Refusal, draft = "") => seeOther(`${form(params)}?refused=${refusal}${draft}#picture`)
    if (upload === "large") return refuse("large")
    const { file, fields } = upload
    const giveBack = async (refusal: Refusal) => refuse(refusal, `&picture=${await saveDraft(`${form(params)}#picture`, fields)}`)
    const input = pictureSchema.safeParse(fields)
    if (!file || !input.success) return giveBack("none")
    if (!kindOf(file.bytes)) return giveBack("kind")
    const event = await getDeskEvent(organiser, params.id)
    const outcome = event && (await setPicture(organiser, { use, eventId: event.id, id: idOf(params) }, file.bytes, input.data))
    if (!event || !outcome) return notFoundPage()
    if (outcome === "broken") return giveBack("broken")
    renewEventPages(event.slug)
    return seeOther(`${form(params)}?saved#picture`)
  })
}

/** Takes the picture away again. */
export const noPictureDoor = <Params extends { id: string }>({ use, idOf }: Pick<Shown<Params>, "use" | "idOf">) =>
  contentButton<Params>((organiser, params) => removePicture(organiser, { use, eventId: params.id, id: idOf(params) }))
