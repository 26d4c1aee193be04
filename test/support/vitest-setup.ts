import { useTemporaryFolder } from "./temporary-folder-of-run.ts"

/** Of each project, before its own set-up. */
export default useTemporaryFolder
