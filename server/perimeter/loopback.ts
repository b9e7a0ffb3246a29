import ipaddr from 'ipaddr.js';

/** Whether a host, as written in a URL, is this machine by loopback: its traffic crosses no network. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
}
