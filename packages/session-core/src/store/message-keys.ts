import type { MessageInput } from "../model/message-input.ts"
import { checkKeys } from "../validation/check-keys.ts"
import { checkPartInput } from "../validation/check-part-input.ts"
import { checkUsage } from "../validation/check-usage.ts"
import type { AppendMessageInput } from "./append-messages.ts"
import type { MessageFieldsUpdate } from "./update-message.ts"

/** Every key, by the compiler's leave: a new member is missing here until it is added. */
const keysOf = <Shape>(keys: Readonly<Record<keyof Shape & string, true>>): readonly string[] => Object.keys(keys)

const inputKeys = keysOf<MessageInput>({
  ...{ id: true, role: true, parentId: true, agent: true, model: true, usage: true, error: true, metadata: true },
  createdAt: true,
})

const updateKeys = keysOf<MessageFieldsUpdate>({
  ...{ role: true, parentId: true, agent: true, model: true, usage: true, error: true, metadata: true },
  completedAt: true,
})

/** Refuses what a message cannot be given: a misspelt key would be lost, and nobody would know. */
export function checkMessageInput(input: AppendMessageInput, mayHaveParts: boolean): void {
  checkKeys("The message", input, mayHaveParts ? [...inputKeys, "parts"] : inputKeys)
  checkUsage(input.usage)
  for (const part of input.parts ?? []) checkPartInput(part)
}

/** The same for what is changed of a message. */
export function checkMessageFieldsUpdate(fields: MessageFieldsUpdate): void {
  checkKeys("The update of a message", fields, updateKeys)
  checkUsage(fields.usage)
}
