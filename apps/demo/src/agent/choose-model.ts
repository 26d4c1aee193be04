import { createOpenAICompatible } from "@ai-sdk/openai-compatible"
import { SessionStorageError } from "@opencode/session-core"
import type { LanguageModel } from "ai"
import { offlineModel } from "./offline-model.ts"

/** The model that the agent speaks with. */
export interface ChosenModel {
  model: LanguageModel
  providerId: string
  modelId: string
  /** Whether it is the built-in one, which needs no network. */
  offline: boolean
  /** Takes the key out of a text: some endpoints repeat it in their errors. */
  redact: (text: string) => string
}

/**
 * The model that the environment names, else the offline one:
 *
 * - `OPENCODE_DEMO_BASE_URL`: an endpoint that speaks OpenAI's chat completions, such as `http://127.0.0.1:11434/v1`
 * - `OPENCODE_DEMO_MODEL`: the model's name there
 * - `OPENCODE_DEMO_API_KEY`: its key, where it wants one. It goes nowhere else.
 */
export function chooseModel(environment: Readonly<Record<string, string | undefined>>): ChosenModel {
  const { OPENCODE_DEMO_BASE_URL: address, OPENCODE_DEMO_MODEL: modelId, OPENCODE_DEMO_API_KEY: apiKey } = environment
  if (!address && !modelId) {
    return { model: offlineModel(), providerId: "offline", modelId: "rules", offline: true, redact: (text) => text }
  }
  if (!address || !modelId) {
    throw new SessionStorageError(
      "invalid_configuration",
      `${address ? "OPENCODE_DEMO_MODEL" : "OPENCODE_DEMO_BASE_URL"} is not set, but its counterpart is.`,
      { hint: "Set both for a real model, or none for the offline agent." },
    )
  }
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new SessionStorageError("invalid_configuration", "OPENCODE_DEMO_BASE_URL is no http or https address.", {
      hint: "An example: http://127.0.0.1:11434/v1",
    })
  }
  if (url.username !== "" || url.password !== "") {
    throw new SessionStorageError("invalid_configuration", "OPENCODE_DEMO_BASE_URL has a user or password in it.", {
      hint: "Put the key into OPENCODE_DEMO_API_KEY.",
    })
  }
  const provider = createOpenAICompatible({
    name: url.host,
    baseURL: address,
    includeUsage: true,
    ...(apiKey ? { apiKey } : {}),
  })
  const redact = (text: string) => (apiKey ? text.replaceAll(apiKey, "***") : text)
  return { model: provider.chatModel(modelId), providerId: url.host, modelId, offline: false, redact }
}
