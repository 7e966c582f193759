import { createServer } from "node:http"
import next from "next"

// Serves the bare site the way lib/start serves the real one: Next behind Node's own http server.

const server = createServer()
const app = next({ dev: false, dir: "tests/load/bare", hostname: "localhost", port: Number(process.argv[2]), httpServer: server })
await app.prepare()
const handle = app.getRequestHandler()
server.on("request", (request, response) => void handle(request, response))
server.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("ready"))
