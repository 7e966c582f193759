import { readFile } from "node:fs/promises"
import path from "node:path"
import { settings } from "@/lib/env"

const text = (file: string) => readFile(path.join("prisma/seed", file), "utf8")

/** The seminar that the demonstration shows, in the project's own words. */
export async function wesSession() {
  return {
    slug: "industrial-relations-of-mental-health",
    title: "The Industrial Relations of Mental Health: WES Session",
    summary: "Service users, workers and academics on what the pandemic exposed in British mental health policy, and on what could come next.",
    about: await text("about.md"),
    host: "Work, Employment and Society",
    startsAt: new Date("2020-10-08T09:00:00Z"),
    endsAt: new Date("2020-10-08T11:30:00Z"),
    timeZone: "Europe/London",
    capacity: 300,
    replyTo: settings().OWNER_EMAIL,
    speakers: [
      {
        position: 1,
        name: "Jo Ingold",
        role: "Chair",
        affiliation: "Associate Professor of Human Resource Management, Deakin Business School",
        topic: "",
        bio: "Jo works where human resource management meets public policy, and came to Deakin from Leeds University Business School. She is on the editorial board of *Work, Employment and Society* and becomes one of its editors in January 2021. She chairs the session.",
      },
      {
        position: 2,
        name: "Elizabeth Cotton",
        role: "Speaker",
        affiliation: "Cardiff Metropolitan University",
        topic: "Ubertherapy and the digitalisation of therapeutic work",
        bio: "Elizabeth is an academic and the founder of [survivingwork.org](https://survivingwork.org) and [thefutureoftherapy.org](https://thefutureoftherapy.org). She is co-editor in chief of *Work, Employment and Society*.",
      },
      {
        position: 3,
        name: "Debbie McNamara",
        role: "Speaker",
        affiliation: "Mental Health Resistance Network",
        topic: "The social model of mental health, and online co-counselling as an alternative to services",
        bio: "Debbie speaks for the Mental Health Resistance Network. She looks at the social model of mental health, and at how people have begun to counsel one another online instead of waiting for a service.",
      },
      {
        position: 4,
        name: "Rosie Rizq",
        role: "Speaker",
        affiliation: "University of Roehampton",
        topic: "The industrialisation of care, and what it does to therapeutic relationships",
        bio: "Rosie is a therapist and an academic. She is co-editor of *The Industrialisation of Care*, published by PCCS Books.",
      },
      {
        position: 5,
        name: "Clare Slaney",
        role: "Speaker",
        affiliation: "Psychotherapists and Counsellors for Social Responsibility",
        topic: "Is work good for us? The reasons given for supporting therapeutic work",
        bio: "Clare is a psychotherapist and a founding member of the Partnership for Psychotherapy and Counselling.",
      },
    ],
    readings: [
      {
        position: 1,
        slug: "foreword-to-the-industrialisation-of-care",
        title: "A foreword to The Industrialisation of Care",
        author: "Nikolas Rose",
        source: "Professor of Sociology, Department of Global Health and Social Medicine, King’s College London",
        citation:
          "Nikolas Rose, foreword, January 2019, in *The Industrialisation of Care: counselling, psychotherapy and the impact of IAPT*, introduced by Rosemary Rizq. PCCS Books. By the same author: *Our Psychiatric Future: the politics of mental health* (Polity, 2018) and *Governing the Soul: the shaping of the private self* (Free Association Books, 1999).",
        body: await text("foreword.md"),
      },
    ],
  }
}
