import { exportRegistrants } from "@/lib/registrations/export"
import { exportDoor } from "../export-door"

export const GET = exportDoor("csv", "text/csv; charset=utf-8", exportRegistrants)
