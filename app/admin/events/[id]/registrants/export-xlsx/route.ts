import { exportWorkbook } from "@/lib/registrations/workbook"
import { exportDoor } from "../export-door"

export const GET = exportDoor("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exportWorkbook)
