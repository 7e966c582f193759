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
  const { ratio, widths } = uses[use]
  try {
    const { data, info } = await sharp(file, { limitInputPixels: mostPixels }).autoOrient().toColourspace("srgb").raw().toBuffer({ resolveWithObject: true })
    const crop = cropAround(info, ratio, focus)
    const raw = { width: info.width, height: info.height, channels: info.channels }
    return await Promise.all(widthsFor(crop.width, widths).map((width) => writeOne(sharp(data, { raw }).extract(crop).resize({ width }))))
  } catch {
    return null
  }
}

async function writeOne(picture: Sharp): Promise<Written> {
  const { data, info } = await picture.webp({ quality: 82 }).toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, hash: createHash("sha256").update(data).digest("hex"), bytes: data }
}
