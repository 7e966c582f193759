import { query } from "@/lib/db/client"

/** What a page needs of a picture. Spread it into a `select`. */
export const pictureSelect = { select: { alt: true, files: { select: { hash: true, width: true, height: true }, orderBy: { width: "asc" } } } } as const

/** The bytes with this hash. null: there are none. */
export async function getPictureBytes(hash: string): Promise<Buffer | null> {
  const [file] = await query<{ bytes: Buffer }>(`select bytes from "PictureFile" where hash = $1 limit 1`, [hash])
  return file?.bytes ?? null
}
