import { headers } from "next/headers"
import { readReturnPath } from "./return-path"

/** Whether what this visitor typed on the desk is kept until they have signed in. */
export const isEditKept = async (): Promise<boolean> => readReturnPath((await headers()).get("cookie")) !== null
