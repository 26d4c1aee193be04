import { createHash } from "node:crypto"
import { Point } from "@noble/ed25519"

/** The order of the curve's base point. */
const order = Point.CURVE().n

/**
 * Signs as MariaDB's plug-in ed25519 does. It is the usual Ed25519, with the password in the place of the 32 random bytes that a
 * private key is: node:crypto takes no private key of another length.
 */
export function signWithPassword(password: string, message: Uint8Array): Buffer {
  const hash = sha512(Buffer.from(password))
  const secret = hash.subarray(0, 32)
  secret[0] = (secret[0] ?? 0) & 0xf8
  secret[31] = ((secret[31] ?? 0) & 0x7f) | 0x40
  const scalar = toNumber(secret) % order
  const nonce = toNumber(sha512(hash.subarray(32), message)) % order
  const commitment = Point.BASE.multiply(nonce).toBytes()
  const challenge = toNumber(sha512(commitment, Point.BASE.multiply(scalar).toBytes(), message)) % order
  return Buffer.concat([commitment, toBytes((nonce + challenge * scalar) % order)])
}

function sha512(...pieces: Uint8Array[]): Buffer {
  const hash = createHash("sha512")
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

/** The least significant byte comes first. */
const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`)

const toBytes = (number: bigint): Buffer => Buffer.from(number.toString(16).padStart(64, "0"), "hex").reverse()
