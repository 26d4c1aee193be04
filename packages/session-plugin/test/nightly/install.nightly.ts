import { createHash } from "node:crypto"
import { once } from "node:events"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { provider as sqlite } from "@opencode/session-sqlite"
import { FakeModel } from "session-test-opencode/fake-model"
import { OpenCodeMachine } from "session-test-opencode/opencode-machine"
import { test } from "session-test-opencode/opencode-test"
import { mustRun } from "session-test-support/run"
import { expect, onTestFinished } from "vitest"
import { openStore, untilSame } from "../support/mirrored-machine.ts"

const name = "@opencode/session-plugin"
const packageFolder = join(import.meta.dirname, "..", "..")

/** npm's registry with this one package, packed as it would be published. Of others it has none. */
async function startRegistry(folder: string): Promise<string> {
  const packed = await mustRun(["npm", "pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    folder: packageFolder,
  })
  const [{ filename, version }] = JSON.parse(packed)
  const tarball = await readFile(join(folder, filename))
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`
  const server = createServer((request, response) => {
    if (request.url?.endsWith(".tgz")) response.end(tarball)
    else if (decodeURIComponent(request.url ?? "") === `/${name}`) {
      const dist = { tarball: `${address}/${filename}`, integrity }
      const manifest = { name, version, main: "./dist/index.js", dist }
      response.setHeader("content-type", "application/json")
      response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions: { [version]: manifest } }))
    } else response.writeHead(404).end("{}")
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  // It listens on a port.
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  onTestFinished(() => void server.close())
  return address
}

test("OpenCode installs the plugin from a registry, and it mirrors after the next start", async () => {
  await using model = await FakeModel.start()
  const folder = await mkdtemp(join(tmpdir(), "plugin-registry-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const environment = { npm_config_registry: `${await startRegistry(folder)}/` }
  const configuration = { sessionMirror: { ask: false } }
  await using machine = await OpenCodeMachine.create({ model, configuration, environment })
  await machine.mustRun(["plugin", name, "--global"])
  const own = JSON.parse(await readFile(join(machine.home, ".config", "opencode", "opencode.json"), "utf8"))
  expect(own.plugin).toEqual([name])

  const server = await machine.serve()
  await server.prompt(await server.createSession(), "Hello")
  const store = await openStore(sqlite, {}, join(machine.home, ".opencode"))
  await untilSame(machine.databaseFile, store)
})
