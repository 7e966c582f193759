import { afterAll } from "vitest"
import { cleanUp } from "../support/cleanup"

afterAll(cleanUp)
