import suite from "../test/memory-suite.ts"
import { describeProvider } from "./describe-provider.ts"

describeProvider(suite)
