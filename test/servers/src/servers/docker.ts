import { runProgram } from "session-test-support/run-program"

/** Fails when no Docker daemon answers, or when it has no compose. */
export const requireDocker = async (): Promise<void> => {
  await runProgram("docker", ["info", "--format", "{{.ServerVersion}}"], { timeout: 10_000 }).catch(
    (error: Error & { code?: string }) => {
      throw new Error(error.code === "ENOENT" ? "There is no docker." : "No Docker daemon answers.")
    },
  )
  await runProgram("docker", ["compose", "version"], { timeout: 10_000 }).catch(() => {
    throw new Error("This Docker has no `compose`.")
  })
}
