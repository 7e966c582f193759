import { pictureDoor } from "../../picture-door"

export const POST = pictureDoor({ use: "cover", idOf: ({ id }: { id: string }) => id, form: ({ id }) => `/admin/events/${id}/content` })
