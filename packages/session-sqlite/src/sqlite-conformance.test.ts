import { describeProvider } from "@opencode/session-testkit"
import suite from "../test/sqlite-suite.ts"

describeProvider(suite)
