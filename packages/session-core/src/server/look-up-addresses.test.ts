import { afterEach, expect, it, vi } from "vitest"
import { avoidAddress, orderAddresses } from "./look-up-addresses.ts"

afterEach(() => {
  vi.useRealTimers()
})

const addresses = ["fd00::1", "192.0.2.1", "192.0.2.2"].map((address) => ({
  address,
  family: address.includes(":") ? 6 : 4,
}))
const ordered = () => orderAddresses(addresses).map(({ address }) => address)

it("an address whose server says nothing comes after the others of its name, for half a minute", () => {
  vi.useFakeTimers({ toFake: ["performance"] })
  expect(ordered()).toEqual(["fd00::1", "192.0.2.1", "192.0.2.2"])
  avoidAddress("fd00::1")
  expect(ordered()).toEqual(["192.0.2.1", "192.0.2.2", "fd00::1"])
  vi.advanceTimersByTime(30_000)
  expect(ordered()).toEqual(["fd00::1", "192.0.2.1", "192.0.2.2"])
})
