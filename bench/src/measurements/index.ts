import type { Measurement } from "../measurement.ts"
import { applyHundredParts } from "./apply-hundred-parts.ts"
import { applyOnePart } from "./apply-one-part.ts"
import { databaseSize } from "./database-size.ts"
import { drivers } from "./drivers.ts"
import { importGenerations } from "./import-generations.ts"
import { importSample } from "./import-sample.ts"
import { listCommand } from "./list-command.ts"
import { listSessions } from "./list-sessions.ts"
import { loadMessages } from "./load-messages.ts"
import { mirror } from "./mirror.ts"
import { mysqlApply } from "./mysql-apply.ts"
import { mysqlList } from "./mysql-list.ts"
import { mysqlLoad } from "./mysql-load.ts"
import { mysqlPeers } from "./mysql-peers.ts"
import { mysqlStream } from "./mysql-stream.ts"
import { pages } from "./pages.ts"
import { peers } from "./peers.ts"
import { searchWord } from "./search-word.ts"
import { streamReply } from "./stream-reply.ts"
import { tail } from "./tail.ts"

/** In the order of the table. */
export const measurements: readonly Measurement[] = [
  applyOnePart,
  applyHundredParts,
  loadMessages,
  listSessions,
  searchWord,
  streamReply,
  importSample,
  importGenerations,
  listCommand,
  drivers,
  databaseSize,
  pages,
  tail,
  mysqlApply,
  mysqlLoad,
  mysqlList,
  mysqlStream,
  mirror,
]

/** Beside others, which have to be installed first. */
export const peerMeasurements: readonly Measurement[] = [peers, mysqlPeers]
