import { createHash } from "node:crypto"
import sharp, { type Sharp } from "sharp"
import { cropAround, type Focus, type Use, uses, widthsFor } from "./rules"

// Whatever was uploaded is decoded and written again, so that nothing of the file itself is ever served: no metadata, no script, no place where it was taken.

const mostPixels = 50_000_000

export type Written = { width: number; height: number; hash: string; bytes: Buffer }

/** What the first bytes say that the file is, whatever its name says. null: none of the three. */
export function kindOf(file: Buffer): "jpeg" | "png" | "webp" | null {
  if (file.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "jpeg"
  if (file.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return "png"
  if (file.toString("latin1", 0, 4) === "RIFF" && file.toString("latin1", 8, 12) === "WEBP") return "webp"
  return null
}

/** The picture upright, cut to the shape of its use around the focus, as WebP in several widths. null: it cannot be decoded, or is too large to. */
export async function writePicture(file: Buffer, use: Use, focus: Focus): Promise<Written[] | null> {
  const mine = turn.then(() => cutAndWrite(file, use, focus))
  turn = mine.catch(() => undefined)
  return mine.catch(() => null)
}

/** One picture at a time: decoded it takes up to four bytes a pixel. */
let turn: Promise<unknown> = Promise.resolve()

async function cutAndWrite(file: Buffer, use: Use, focus: Focus): Promise<Written[]> {
  const { ratio, widths } = uses[use]
  const open = () => sharp(file, { limitInputPixels: mostPixels }).autoOrient()
  const { autoOrient } = await open().metadata()
  const crop = cropAround(autoOrient, ratio, focus)
  const written: Written[] = []
  for (const width of widthsFor(crop.width, widths)) written.push(await writeOne(open().extract(crop).resize({ width })))
  return written
}

async function writeOne(picture: Sharp): Promise<Written> {
  const { data, info } = await picture.webp({ quality: 82 }).toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, hash: createHash("sha256").update(data).digest("hex"), bytes: data }
}
