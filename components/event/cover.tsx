import { Picture, type PictureFacts } from "@/components/ui/picture"

// A quiet pattern of rings, drawn from the slug: always the same for the same event.

const palettes = [
  { ground: "#0b5a57", rings: "#e9f1ee", sun: "#f2c879" },
  { ground: "#2f3e66", rings: "#e8ebf4", sun: "#f0b48a" },
  { ground: "#6b3145", rings: "#f5e8ec", sun: "#f2d08a" },
  { ground: "#33503a", rings: "#eaf1e8", sun: "#f1c27d" },
  { ground: "#5a4428", rings: "#f4ede0", sun: "#9fd0c5" },
] as const

/** Numbers from 0 to 1 that depend on the text alone. */
function numbersFrom(text: string): () => number {
  let state = 7
  for (const character of text) state = (Math.imul(state, 31) + character.charCodeAt(0)) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** The organiser's picture, or the drawn one. */
export function Cover({ slug, picture, sizes }: { slug: string; picture: PictureFacts | null; sizes: string }) {
  return picture ? <Picture picture={picture} sizes={sizes} className="cover" /> : <DrawnCover slug={slug} />
}

function DrawnCover({ slug }: { slug: string }) {
  const next = numbersFrom(slug)
  const { ground, rings, sun } = palettes[Math.floor(next() * palettes.length)] ?? palettes[0]
  const centres = Array.from({ length: 5 }, (_, index) => ({ x: Math.round(120 + index * 245 + next() * 60), y: Math.round(60 + next() * 200) }))
  const sunAt = { x: Math.round(300 + next() * 700), y: Math.round(110 + next() * 100) }
  return (
    <svg className="cover" viewBox="0 0 1200 320" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <g id={`rings-${slug}`}>
          {Array.from({ length: 15 }, (_, index) => 22 + index * 13).map((radius) => (
            <circle key={radius} r={radius} />
          ))}
        </g>
      </defs>
      <rect width="1200" height="320" fill={ground} />
      <g fill="none" stroke={rings} strokeWidth="1.4" opacity=".55">
        {centres.map(({ x, y }) => (
          <use key={x} href={`#rings-${slug}`} x={x} y={y} />
        ))}
      </g>
      <circle cx={sunAt.x} cy={sunAt.y} r="52" fill={sun} />
      <circle cx={sunAt.x} cy={sunAt.y} r="26" fill={ground} />
    </svg>
  )
}
