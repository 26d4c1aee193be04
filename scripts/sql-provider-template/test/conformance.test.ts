import { describeProvider } from "@opencode/session-testkit"
import suite from "./suite.ts"

describeProvider(suite)
