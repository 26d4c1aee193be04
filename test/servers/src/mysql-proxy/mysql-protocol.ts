import type { Protocol } from "../proxy/protocol.ts"
import { errorPacket, type ServerError } from "./error-packet.ts"
import { MysqlConversation } from "./mysql-conversation.ts"

export const mysqlProtocol: Protocol<ServerError> = {
  conversation: () => new MysqlConversation(),
  error: (error, moment) => errorPacket(error, moment === "greeting" ? 0 : 1),
}
