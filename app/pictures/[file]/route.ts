import { notFoundPage } from "@/lib/forms"
import { getPictureBytes } from "@/lib/pictures/queries"

/** A picture under the hash of its bytes: what has this address never changes. */
export async function GET(_request: Request, { params }: RouteContext<"/pictures/[file]">): Promise<Response> {
  const hash = /^([0-9a-f]{64})\.webp$/.exec((await params).file)?.[1]
  const bytes = hash ? await getPictureBytes(hash) : null
  if (!bytes) return notFoundPage()
  return new Response(new Uint8Array(bytes), { headers: { "content-type": "image/webp", "cache-control": "public, max-age=31536000, immutable" } })
}
