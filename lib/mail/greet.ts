import { parseConnectionUrl } from "nodemailer/lib/shared"
import { settings } from "@/lib/env"
import { refusalOf } from "./replies"
import { open, quit } from "./transport"

export type Greeting = {
  letsUsIn: boolean
  /** "mail.example.org:587" */
  server: string
  /** The server's own words, or what kept us out. */
  words: string
}

/** Knocks at the mail server once: connects, says EHLO, signs in where that is configured, and takes leave. Never throws; gives up after so many milliseconds. */
export async function greet(most = 5000): Promise<Greeting> {
  const { host = "localhost", secure, port = secure ? 465 : 587 } = parseConnectionUrl(settings().SMTP_URL)
  const server = `${host}:${port}`
  try {
    const connection = await open(() => true, most)
    const [words = ""] = String(connection.smtp.lastServerResponse || "").split(/\r?\n/)
    void quit(connection)
    return { letsUsIn: true, server, words: words.replace(/^(\d{3})-/, "$1 ") }
  } catch (error) {
    const { reply } = refusalOf(error instanceof Error ? error : { message: String(error) })
    return { letsUsIn: false, server, words: reply }
  }
}
