import { postgresPrograms } from "../support/system"

/** The system's own PostgreSQL, for stories about a database that is not Foyer's. Installed here, before two files look for it at once. */
export default function setup(): void {
  postgresPrograms()
}
