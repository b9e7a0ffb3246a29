import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';

/** Whether an address is a proxy of ours, whose X-Forwarded-For is believed. */
export type TrustsProxy = (address: string) => boolean;

/** @param proxies addresses, networks, or the names `loopback`, `linklocal`, `uniquelocal` */
export function trustedProxies(proxies: readonly string[]): TrustsProxy {
  const trusts = proxyAddr.compile([...proxies]);
  return (address) => trusts(address, 0);
}

/** The address that a request comes from, as the proxies we trust tell it. REST and signalling count by the same one. */
export const clientAddress = (request: IncomingMessage, trusts: TrustsProxy): string =>
  request.socket.remoteAddress === undefined ? 'unknown' : proxyAddr(request, trusts);

/**
 * What an address is counted by: an IPv4 address as it is, of an IPv6 address its network of 64 bits. A household or an
 * office is given such a network whole, so its single addresses cost an attacker nothing.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
