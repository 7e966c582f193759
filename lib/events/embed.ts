import { prepared } from "@/lib/db/client"
import { readOrigin } from "./embed-rules"

const listed = `
  select "embedOrigins" as origins from "Event" where status <> 'draft' and (slug = $1 or id = (select "eventId" from "OldSlug" where slug = $1))
  order by slug = $1 desc limit 1`

/** The other sites that may show the form of the public event which has this address, or had it. None: nobody may. What is no origin is left out. */
export async function listEmbedOrigins(slug: string): Promise<string[]> {
  const [event] = await prepared<{ origins: string[] }>("sites that embed", listed, [slug])
  return (event?.origins ?? []).filter((origin) => {
    const read = readOrigin(origin)
    return "origin" in read && read.origin === origin
  })
}
