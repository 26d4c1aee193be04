import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { generate } from "selfsigned"

/** Files of certificates, PEM. */
export interface Certificates {
  authority: string
  /** For the host `localhost`, and no other. */
  server: { certificate: string; key: string }
  client: { certificate: string; key: string }
  remove(): Promise<void>
}

const algorithm = "sha256"

/** Makes what a team with an authority of its own would have. A server that runs as another user can read it. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), "opencode-certificates-"))
  await chmod(folder, 0o755)
  const authority = await generate([{ name: "commonName", value: "A team's authority" }], {
    algorithm,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const ca = { key: authority.private, cert: authority.cert }
  const write = async (name: string, content: string) => {
    const file = join(folder, `${name}.pem`)
    await writeFile(file, content)
    return file
  }
  const issue = async (name: string, commonName: string) => {
    const { cert, private: key } = await generate([{ name: "commonName", value: commonName }], {
      algorithm,
      ca,
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: commonName }] }],
    })
    return { certificate: await write(name, cert), key: await write(`${name}-key`, key) }
  }
  return {
    authority: await write("authority", authority.cert),
    server: await issue("server", "localhost"),
    client: await issue("client", "ann"),
    remove: () => rm(folder, { recursive: true }),
  }
}
