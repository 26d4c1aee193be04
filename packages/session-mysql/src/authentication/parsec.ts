import { createPrivateKey, pbkdf2, randomBytes, sign } from "node:crypto"
import { promisify } from "node:util"
import type { AuthPlugin, Connection } from "mysql2"
import { loginError } from "./login-error.ts"

const derive = promisify(pbkdf2)

/** What stands before the 32 bytes of a private key of Ed25519 in PKCS #8. */
const keyHeader = Buffer.from("302e020100300506032b657004220420", "hex")
/** The server's name of the key derivation, PBKDF2. */
const pbkdf2Name = 0x50
/** The server's smallest number of iterations; what it sends doubles it so often. */
const iterations = 1024
const mostDoublings = 3

/** MariaDB's plug-in parsec: the password becomes a key, and the key signs what both sides have chosen. */
export const parsec: AuthPlugin = ({ connection }) => {
  let serverNonce: Buffer | undefined
  return (data) => {
    if (serverNonce === undefined) {
      serverNonce = Buffer.from(data.subarray(0, 32))
      markNextPacket(connection)
      // Asks for the salt.
      return Buffer.alloc(0)
    }
    return answer(connection.config.password ?? "", data, serverNonce)
  }
}

async function answer(password: string, parameters: Buffer, serverNonce: Buffer): Promise<Buffer> {
  const [name, doublings = 0] = parameters
  if (name !== pbkdf2Name || doublings > mostDoublings) {
    throw loginError(
      "The server derives keys in a way that is not known here (parsec).",
      "Update @opencode/session-mysql.",
    )
  }
  const key = await derive(password, parameters.subarray(2), iterations << doublings, 32, "sha512")
  const privateKey = createPrivateKey({ key: Buffer.concat([keyHeader, key]), format: "der", type: "pkcs8" })
  const clientNonce = randomBytes(32)
  return Buffer.concat([clientNonce, sign(null, Buffer.concat([serverNonce, clientNonce]), privateKey)])
}

/** What the driver's connection has besides its types. */
interface Packets {
  handlePacket(packet: ReceivedPacket | undefined): void
}

interface ReceivedPacket {
  buffer: Buffer
  /** Of what was not read yet. */
  offset: number
}

/**
 * MariaDB sends a plug-in's packet as it is where its first byte cannot be taken for anything else. The driver knows packets
 * for plug-ins only by the byte 1 before them: it is put there, over the header, which was read already.
 */
function markNextPacket(connection: Connection): void {
  // The driver has this method, and calls it for each packet; its types leave it out.
  const packets = connection as unknown as Packets
  const { handlePacket } = packets
  packets.handlePacket = (packet) => {
    packets.handlePacket = handlePacket
    if (packet !== undefined && packet.buffer[packet.offset] === pbkdf2Name) {
      packet.offset -= 1
      packet.buffer[packet.offset] = 1
    }
    handlePacket.call(packets, packet)
  }
}
