import type { Connection } from "mysql2"

/** What the driver's connection has besides its types. */
interface Packets {
  sequenceId: number
  handlePacket(packet: { sequenceId: number } | undefined): void
}

/**
 * Keeps the driver from writing "got packets out of order" to the standard error. It counts packets, and with compression or
 * after a server's last words counts otherwise than the server; it warns, and goes on. TCP keeps the order.
 */
export function quietPackets(connection: Connection): void {
  // The driver has these members, and calls the method for each packet; its types leave them out.
  const packets = connection as unknown as Packets
  const { handlePacket } = packets
  packets.handlePacket = (packet) => {
    if (packet !== undefined) packets.sequenceId = packet.sequenceId
    handlePacket.call(packets, packet)
  }
}
