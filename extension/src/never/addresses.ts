/** Whether a host that is an IP address can be reached by all. */

import { PUBLIC_IPV6, RESERVED_IPV4, RESERVED_IPV6 } from "./hosts";

const IPV4 = /^\d+(\.\d+){3}$/;

/** Whether `host`, as URL writes hosts, is an IP address. */
export function isAddress(host: string): boolean {
  return host.startsWith("[") || IPV4.test(host);
}

/** Whether the IP address `host`, as URL writes it, is one of the public internet. */
export function isPublicAddress(host: string): boolean {
  if (!host.startsWith("[")) return !isInAny(bitsOfIPv4(host), RESERVED_IPV4, bitsOfIPv4);
  const bits = bitsOfIPv6(host.slice(1, -1));
  return isInAny(bits, [PUBLIC_IPV6], bitsOfIPv6) && !isInAny(bits, RESERVED_IPV6, bitsOfIPv6);
}

function isInAny(bits: string, blocks: readonly string[], bitsOf: (address: string) => string): boolean {
  return blocks.some((block) => {
    const [network = "", length = ""] = block.split("/");
    return bits.startsWith(bitsOf(network).slice(0, Number(length)));
  });
}

function bitsOfIPv4(address: string): string {
  return address
    .split(".")
    .map((octet) => Number(octet).toString(2).padStart(8, "0"))
    .join("");
}

function bitsOfIPv6(address: string): string {
  const [before = "", after = ""] = address.split("::");
  const left = groupsOf(before);
  const right = groupsOf(after);
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => "0"), ...right]
    .map((group) => parseInt(group, 16).toString(2).padStart(16, "0"))
    .join("");
}

function groupsOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}
