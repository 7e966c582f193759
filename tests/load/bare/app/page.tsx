import { text } from "../text"

export const dynamic = "force-static"

/** As many bytes as the event page, and nothing else. */
export default function BarePage() {
  return <p>{text}</p>
}
