import { Action, Frame, Paragraph, Small } from "./frame"

export type SignInProps = { signInUrl: string; minutes: number }

export const subject = (_: SignInProps) => "Sign in to the organisers' desk"

export default function SignIn({ signInUrl, minutes }: SignInProps) {
  return (
    <Frame
      preview="Your link to the organisers' desk"
      title="Sign in to the organisers' desk"
      footer={<Small>You get this because somebody asked for a sign-in link for this address. If it was not you, do nothing.</Small>}
    >
      <Paragraph>Open this page and press its button. The link works once, within {minutes} minutes.</Paragraph>
      <Action href={signInUrl}>Sign in</Action>
      <Small>{signInUrl}</Small>
    </Frame>
  )
}

export const PreviewProps = { signInUrl: "https://events.example.org/admin/sign-in/link/sample", minutes: 15 } satisfies SignInProps
