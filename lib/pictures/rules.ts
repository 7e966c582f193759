// How a picture is cut. Pure.

export type Use = keyof typeof uses

/** What a picture is for: its shape, as width by height, and the widths in which it is kept. */
export const uses = {
  cover: { ratio: 2.5, widths: [640, 1280, 1920] },
  portrait: { ratio: 1, widths: [96, 192, 384] },
} as const satisfies Record<string, { ratio: number; widths: readonly number[] }>

type Size = { width: number; height: number }
/** The point that must stay in the picture, in hundredths from the left and from the top. */
export type Focus = { focusX: number; focusY: number }

/** The largest part of a picture that has the shape, as close around the focus as its edges allow. Whole pixels. */
export function cropAround({ width, height }: Size, ratio: number, { focusX, focusY }: Focus): Size & { left: number; top: number } {
  const isTooWide = width / height > ratio
  const size = isTooWide ? { width: Math.max(1, Math.round(height * ratio)), height } : { width, height: Math.max(1, Math.round(width / ratio)) }
  const start = (all: number, part: number, focus: number) => Math.round(Math.min(Math.max(0, (all * focus) / 100 - part / 2), all - part))
  return { ...size, left: start(width, size.width, focusX), top: start(height, size.height, focusY) }
}

/** The widths to keep: those that the crop has, or the crop's own when it is smaller than all. */
export function widthsFor(cropped: number, widths: readonly number[]): number[] {
  const fitting = widths.filter((width) => width <= cropped)
  return fitting.length > 0 ? fitting : [cropped]
}
