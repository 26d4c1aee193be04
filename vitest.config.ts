import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "apps/*/src/**/*.test.ts",
      "test/**/*.test.ts",
    ],
    // Tests start processes and wait for locks: slow machines must not make them fail.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A test that passes only at the second try is not passed.
    retry: 0,
  },
})
