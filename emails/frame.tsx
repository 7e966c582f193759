import { Body } from "@react-email/body"
import { Button } from "@react-email/button"
import { Container } from "@react-email/container"
import { Head } from "@react-email/head"
import { Heading } from "@react-email/heading"
import { Hr } from "@react-email/hr"
import { Html } from "@react-email/html"
import { Link } from "@react-email/link"
import { Preview } from "@react-email/preview"
import { Section } from "@react-email/section"
import { Text } from "@react-email/text"
import type { ReactNode } from "react"

// What every letter has in common. Colours stay readable when a mail program turns them dark.

const ink = "#1c1b18"
const soft = "#5d594f"
const accent = "#0b5a57"
const sans = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
const serif = "Newsreader, 'Iowan Old Style', Georgia, serif"

export function Frame({ preview, title, footer, children }: { preview: string; title: string; footer: ReactNode; children: ReactNode }) {
  return (
    <Html lang="en-GB">
      <Head>
        <meta name="color-scheme" content="light dark" />
      </Head>
      <Preview>{preview}</Preview>
      <Body style={{ backgroundColor: "#fbfaf6", color: ink, fontFamily: sans, margin: 0, padding: "24px 12px" }}>
        <Container
          style={{
            maxWidth: "560px",
            margin: "0 auto",
            backgroundColor: "#ffffff",
            borderTop: `4px solid ${accent}`,
            borderRadius: "6px",
            padding: "28px 24px",
          }}
        >
          <Heading as="h1" style={{ fontFamily: serif, fontWeight: 500, fontSize: "27px", lineHeight: "32px", margin: "0 0 16px" }}>
            {title}
          </Heading>
          {children}
          <Hr style={{ borderColor: "#e3ded2", margin: "28px 0 16px" }} />
          <Section style={{ color: soft, fontSize: "13px", lineHeight: "20px" }}>{footer}</Section>
        </Container>
      </Body>
    </Html>
  )
}

export const Paragraph = ({ children }: { children: ReactNode }) => <Text style={{ fontSize: "16px", lineHeight: "25px", margin: "0 0 14px" }}>{children}</Text>

export const Small = ({ children }: { children: ReactNode }) => (
  <Text style={{ fontSize: "13px", lineHeight: "20px", color: soft, margin: "0 0 10px" }}>{children}</Text>
)

/** A long address breaks within itself, or it would make the letter wider than a telephone. */
export const Anchor = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link href={href} style={{ color: accent, wordBreak: "break-word" }}>
    {children}
  </Link>
)

export const Action = ({ href, children }: { href: string; children: ReactNode }) => (
  <Section style={{ margin: "20px 0" }}>
    <Button href={href} style={{ backgroundColor: accent, color: "#ffffff", fontWeight: 600, fontSize: "16px", padding: "14px 22px", borderRadius: "4px" }}>
      {children}
    </Button>
  </Section>
)

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <Text style={{ fontSize: "16px", lineHeight: "24px", margin: "0 0 6px" }}>
    <span style={{ color: soft }}>{name}: </span>
    {children}
  </Text>
)
