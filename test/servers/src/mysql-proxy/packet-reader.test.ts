import fc from "fast-check"
import { expect, test } from "vitest"
import type { ClientCommand } from "../proxy/protocol.ts"
import { CommandReader } from "./command-reader.ts"
import { longestPayload, PacketReader } from "./packet-reader.ts"

const packet = (sequence: number, payload: Buffer): Buffer => {
  const header = Buffer.alloc(4)
  header.writeUIntLE(payload.length, 0, 3)
  header.writeUInt8(sequence, 3)
  return Buffer.concat([header, payload])
}

const commandsIn = (chunks: Buffer[]): (ClientCommand | null)[] => {
  const packets = new PacketReader()
  const commands = new CommandReader()
  return chunks.flatMap((chunk) => packets.read(chunk)).map((one) => commands.read(one))
}

test("reads the same packets however the bytes are cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      (payloads, cuts) => {
        const bytes = Buffer.concat(payloads.map((payload, index) => packet(index, Buffer.from(payload))))
        const reader = new PacketReader()
        const read: Buffer[] = []
        for (let start = 0, index = 0; start < bytes.length; index += 1) {
          const end = start + (cuts[index % cuts.length] ?? 1)
          read.push(...reader.read(bytes.subarray(start, end)).map(({ payload }) => Buffer.from(payload)))
          start = end
        }
        expect(read).toEqual(payloads.map((payload) => Buffer.from(payload)))
      },
    ),
  )
})

test("the client's part of the handshake is no command", () => {
  const commands = commandsIn([
    packet(1, Buffer.from("login")),
    packet(3, Buffer.from("password")),
    packet(0, Buffer.from("\x03SELECT 1")),
    packet(0, Buffer.from("\x0e")),
  ])
  expect(commands).toEqual([
    null,
    null,
    { name: "query", text: "SELECT 1", bytes: 9, packets: 1 },
    { name: "ping", text: "", bytes: 1, packets: 1 },
  ])
})

test("a command of more than 16 MiB is one command of several packets", () => {
  const long = Buffer.alloc(longestPayload, "x")
  long[0] = 3
  const commands = commandsIn([packet(0, long), packet(1, Buffer.from("COMMIT"))])
  expect(commands).toEqual([
    null,
    { name: "query", text: expect.stringMatching(/xCOMMIT$/), bytes: longestPayload + 6, packets: 2 },
  ])
})
