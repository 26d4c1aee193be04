import { expect, test } from "vitest"
import { SingleFlight } from "./single-flight.ts"

test("a page that is on its way is not asked for again", async () => {
  const flight = new SingleFlight()
  const answered = Promise.withResolvers<void>()
  let asked = 0
  const ask = () => {
    asked += 1
    return answered.promise
  }
  const both = [flight.run(ask), flight.run(ask)]
  expect([asked, both[0] === both[1]]).toEqual([1, true])
  answered.resolve()
  await Promise.all(both)
  expect(flight.running).toBeNull()
  await flight.run(ask)
  expect(asked).toBe(2)
})

test("work that failed can be tried again", async () => {
  const flight = new SingleFlight()
  await expect(flight.run(() => Promise.reject(new Error("No answer")))).rejects.toThrow("No answer")
  await flight.run(async () => {})
  expect(flight.running).toBeNull()
})
