import { Devices } from "@/components/desk/devices"
import { DeskFrame } from "@/components/desk/frame"
import { AskingButton } from "@/components/desk/send/button"
import { requireViewer, type Viewer } from "@/lib/auth/organiser"
import { idleDays } from "@/lib/auth/rules"
import { listDevices } from "@/lib/auth/sessions"
import { getMailerState } from "@/lib/deliveries/progress"
import { roleNames } from "@/lib/team/rules"

export const metadata = { title: "You" }

/** What one may do, in a sentence. */
function rolesInWords(viewer: Viewer): string {
  const everywhere = (["owner", "organiser", "viewer"] as const).find((role) => viewer.could(role))
  const single = viewer.events?.length ?? 0
  if (everywhere) return `You are ${roleNames[everywhere]}${everywhere === "owner" ? " of this site" : ""}. An owner can change that.`
  return single === 0 ? "There is no event for which you have a role. Ask an owner." : `You have a role for ${single === 1 ? "one event" : `${single} events`}.`
}

export default async function YouPage({ searchParams }: PageProps<"/admin/you">) {
  const viewer = await requireViewer()
  const [{ done }, mailer, devices] = await Promise.all([searchParams, getMailerState(), listDevices(viewer)])
  return (
    <DeskFrame mailer={mailer} who={viewer}>
      <h1 className="mt-8">{viewer.email}</h1>
      {done === "ended" && (
        <p className="banner" role="status">
          That device is signed out.
        </p>
      )}
      <p className="mt-4">{rolesInWords(viewer)}</p>
      <section className="mt-8">
        <h2>Where you are signed in</h2>
        <p className="note">
          A session ends {idleDays} days after it was last used, and a month after signing in. Something that you do not know? Sign it out, and tell an owner.
        </p>
        <Devices devices={devices} />
        <div className="mt-6">
          <AskingButton
            action="/admin/you/sign-out"
            label="Sign out everywhere"
            question="Every session of yours ends, on this device too, and sign-in links that were mailed to you and not used open nothing any more."
          />
        </div>
      </section>
    </DeskFrame>
  )
}
