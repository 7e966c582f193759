import { Action, Anchor, Frame, Paragraph, Small } from "./frame"

/** `signInUrl` lets its reader in, once, within so many days. */
export type InvitationProps = { signInUrl: string; siteUrl: string; days: number }

const host = (siteUrl: string) => siteUrl.replace(/^https?:\/\//, "")

export const subject = ({ siteUrl }: InvitationProps) => `You are invited to the organisers' desk of ${host(siteUrl)}`

export default function Invitation({ signInUrl, siteUrl, days }: InvitationProps) {
  return (
    <Frame
      preview="Your way to the organisers' desk"
      title="You are invited to the organisers' desk"
      footer={
        <Small>You get this because an owner of this site added this address to its team. If you do not know why, do nothing: the link ends by itself.</Small>
      }
    >
      <Paragraph>
        On the desk of <Anchor href={siteUrl}>{host(siteUrl)}</Anchor> sessions are prepared, and people see who has registered. Open this page and press its
        button. There is no password to choose.
      </Paragraph>
      <Action href={signInUrl}>Come in</Action>
      <Small>{signInUrl}</Small>
      <Paragraph>
        The link works once, within {days} days. Later, and from any other device, ask for a link at <Anchor href={`${siteUrl}/admin`}>{siteUrl}/admin</Anchor>{" "}
        with this address.
      </Paragraph>
    </Frame>
  )
}

export const PreviewProps = {
  signInUrl: "https://events.example.org/admin/sign-in/link/sample",
  siteUrl: "https://events.example.org",
  days: 7,
} satisfies InvitationProps
