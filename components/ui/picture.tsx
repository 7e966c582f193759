export type PictureFacts = { alt: string; files: { hash: string; width: number; height: number }[] }

const address = ({ hash }: { hash: string }) => `/pictures/${hash}.webp`

/** A picture in the widths that there are. `sizes` says how wide it stands, in CSS. */
export function Picture({ picture, sizes, className }: { picture: PictureFacts; sizes: string; className: string }) {
  const largest = picture.files.at(-1)
  if (!largest) return null
  return (
    // biome-ignore lint/performance/noImgElement: the pictures are written in their widths once, and Next's optimizer is off
    <img
      className={className}
      src={address(largest)}
      srcSet={picture.files.map((file) => `${address(file)} ${file.width}w`).join(", ")}
      sizes={sizes}
      width={largest.width}
      height={largest.height}
      alt={picture.alt}
    />
  )
}
