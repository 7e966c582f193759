import { notFound } from "next/navigation"
import { EventList } from "@/components/event/event-list"
import { PublicFrame } from "@/components/public-frame"
import { listPublicEvents } from "@/lib/events/queries"

// The front door stands at `/`: lib/start leads there. It is a slug page, because only such a page is cached without a database at build.
export const revalidate = 60
export const generateStaticParams = () => []

export const metadata = { title: "Sessions", alternates: { canonical: "/" } }

export default async function FrontDoor({ params }: PageProps<"/front/[moment]">) {
  if ((await params).moment !== "now") notFound()
  const { upcoming, past } = await listPublicEvents()
  return (
    <PublicFrame>
      <h1 className="mt-10">Sessions</h1>
      <section aria-labelledby="upcoming">
        <h2 id="upcoming">Coming up</h2>
        {upcoming.length > 0 ? <EventList events={upcoming} /> : <p>Nothing is planned at the moment.</p>}
      </section>
      {past.length > 0 && (
        <section aria-labelledby="past">
          <h2 id="past">Past sessions</h2>
          <EventList events={past} />
        </section>
      )}
    </PublicFrame>
  )
}
