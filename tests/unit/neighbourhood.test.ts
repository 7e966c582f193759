import { expect, test } from "vitest"
import { neighbourhood } from "@/lib/limits"

test("an IPv4 address is a neighbourhood of its own, also when the socket writes it as IPv6", () => {
  expect(neighbourhood("192.0.2.7")).toBe("192.0.2.7")
  expect(neighbourhood("::ffff:192.0.2.7")).toBe("192.0.2.7")
  expect(neighbourhood("::FFFF:192.0.2.7")).toBe("192.0.2.7")
})

test.each([
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["2001:db8::1:2:3:4:5", "2001:db8:0:1::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::", "0:0:0:0::/64"],
  ["64:ff9b::192.0.2.7", "64:ff9b:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("%s lives in %s", (address, network) => {
  expect(neighbourhood(address)).toBe(network)
})

test("two people of one household share it, and those next door do not", () => {
  expect(neighbourhood("2001:db8:0:7::1")).toBe(neighbourhood("2001:db8:0:7:ffff:ffff:ffff:ffff"))
  expect(neighbourhood("2001:db8:0:7::1")).not.toBe(neighbourhood("2001:db8:0:8::1"))
})

test("leading zeros and capitals do not make another neighbourhood", () => {
  expect(neighbourhood("2001:0DB8:0000:0007:0000::1")).toBe(neighbourhood("2001:db8:0:7::1"))
})

test("what is not an address is counted under its own words", () => {
  expect(neighbourhood("unknown")).toBe("unknown")
})
