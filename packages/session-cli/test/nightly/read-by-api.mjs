// Reads a session as applications do, and goes on with its last message: the second program beside the command that must hold
// little of it.
import { openSessionStore, SessionStorageError } from "@opencode/session-core"

const [, , id = ""] = process.argv
const store = await openSessionStore()
let last = ""
for await (const message of store.messages.all(id, { partial: true })) {
  for await (const _part of store.messages.parts(message));
  last = message.id
}
for await (const _change of store.allChanges(id));
try {
  await store.messages.get(id, last)
} catch (error) {
  if (!SessionStorageError.isInstance(error, "too_large")) throw error
}
const writer = await store.messages.resume(id, last)
writer.text("And so on.")
await writer.complete()
await store.close()
