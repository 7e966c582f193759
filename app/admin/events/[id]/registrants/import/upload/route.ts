import { uploadDoor } from "@/lib/auth/upload-door"
import { getDeskEvent } from "@/lib/events/desk"
import { notFoundPage, seeOther } from "@/lib/forms"
import { keepImport } from "@/lib/imports/mutations"
import { readList } from "@/lib/imports/read"
import { mostMegabytes } from "@/lib/imports/schema"

const mostBytes = mostMegabytes * 1024 * 1024 + 1024

export const POST = uploadDoor<{ id: string }>(mostBytes, async (organiser, upload, params) => {
  const event = await getDeskEvent(organiser, params.id)
  if (!event) return notFoundPage()
  const room = `/admin/events/${event.id}/registrants/import`
  const file = upload === "large" ? null : upload.file
  if (!file) return seeOther(`${room}?refused=${upload === "large" ? "large" : "none"}`)
  const lines = readList(file.bytes)
  if (typeof lines === "string") return seeOther(`${room}?refused=${lines}`)
  return seeOther(`${room}/${await keepImport(organiser, event.id, file.name, lines)}`)
})
