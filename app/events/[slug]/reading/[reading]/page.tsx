import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { PublicFrame } from "@/components/public-frame"
import { Prose } from "@/components/ui/prose"
import { getReading } from "@/lib/events/queries"
import { findEvent } from "../../find-event"

export const revalidate = 60
export const generateStaticParams = () => []

type Props = PageProps<"/events/[slug]/reading/[reading]">

async function read({ params }: Props) {
  const { slug, reading } = await params
  return getReading(slug, reading)
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await read(props))?.title }
}

export default async function ReadingPage(props: Props) {
  const [{ slug, reading: name }, reading] = await Promise.all([props.params, read(props)])
  if (!reading) await findEvent(slug, `/reading/${name}`)
  if (!reading?.body) notFound()
  return (
    <PublicFrame narrow>
      <p className="kicker">
        <a className="text-inherit" href={`/events/${reading.event.slug}#reading`}>
          {reading.event.title}
        </a>
      </p>
      <article>
        <h1 className="text-[length:var(--s3)]">{reading.title}</h1>
        <p className="mt-3 mb-8">
          {reading.author}
          {reading.source && <span className="note block">{reading.source}</span>}
        </p>
        <Prose text={reading.body} long />
        {reading.citation && (
          <footer className="mt-12 border-t border-[var(--line)] pt-4">
            <h2 className="mt-0 text-[length:var(--s1)]">Source</h2>
            <Prose text={reading.citation} />
          </footer>
        )}
      </article>
    </PublicFrame>
  )
}
