import { afterAll } from "vitest"
import { endSites } from "./site"

afterAll(endSites)
