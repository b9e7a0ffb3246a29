import { createHash, createHmac, randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { crc32 } from 'node:zlib';

// STUN messages (RFC 8489) as ICE (RFC 8445) and TURN (RFC 8656) speak them.

export const method = {
  binding: 0x001,
  allocate: 0x003,
  createPermission: 0x008,
} as const;
const success = 0x100;
const failure = 0x110;

export const attribute = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  iceControlling: 0x802a,
} as const;

const cookie = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const headerBytes = 20;
const integrityBytes = 24;
const fingerprintBytes = 8;

/**
 * A value, or a function for a value that depends on these sixteen bytes: the message's magic cookie and
 * transaction id.
 */
type Value = Uint8Array | ((mask: Uint8Array) => Uint8Array);
type Attribute = readonly [type: number, value: Value];

function encoded(type: number, value: Uint8Array): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(value.length, 2);
  return Buffer.concat([header, value, Buffer.alloc(-value.length & 3)]);
}

/**
 * @param key signs the whole message with MESSAGE-INTEGRITY, where it is given; FINGERPRINT follows, as ICE
 * requires
 */
export function stunRequest(type: number, attributes: readonly Attribute[], key?: Uint8Array): Buffer {
  const mask = Buffer.concat([cookie, randomBytes(12)]);
  const body = attributes.map(([type, value]) =>
    encoded(type, typeof value === 'function' ? value(mask) : value),
  );
  let message = Buffer.concat([Buffer.alloc(4), mask, ...body]);
  message.writeUInt16BE(type, 0);
  // Each check covers a header whose length already includes the check.
  const setLength = (more: number): number => message.writeUInt16BE(message.length - headerBytes + more, 2);
  setLength(0);
  if (key === undefined) return message;
  setLength(integrityBytes);
  const check = createHmac('sha1', key).update(message).digest();
  message = Buffer.concat([message, encoded(attribute.messageIntegrity, check)]);
  setLength(fingerprintBytes);
  const fingerprint = Buffer.alloc(4);
  fingerprint.writeUInt32BE((crc32(message) ^ 0x5354554e) >>> 0);
  return Buffer.concat([message, encoded(attribute.fingerprint, fingerprint)]);
}

export interface StunAnswer {
  /** `ok`, or the code of the refusal. */
  readonly outcome: 'ok' | number;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

/**
 * The first complete message of the bytes; undefined where it is incomplete, or no answer to a request of
 * this method.
 */
export function readStun(bytes: Buffer, asked: number): StunAnswer | undefined {
  if (bytes.length < headerBytes || bytes.length < headerBytes + bytes.readUInt16BE(2)) return undefined;
  const type = bytes.readUInt16BE(0);
  if (type !== (asked | success) && type !== (asked | failure)) return undefined;
  const attributes = new Map<number, Buffer>();
  const end = headerBytes + bytes.readUInt16BE(2);
  for (let at = headerBytes; at + 4 <= end;) {
    const length = bytes.readUInt16BE(at + 2);
    attributes.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length + (-length & 3);
  }
  const error = attributes.get(attribute.errorCode);
  const outcome = error === undefined ? 'ok' : (error[2] ?? 0) * 100 + (error[3] ?? 0);
  return { outcome, attributes };
}

/** XOR-PEER-ADDRESS (RFC 8489, section 14.2) of an address and port 9. */
export const peerAddress = (address: string): Value => {
  const plain = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address);
  const head = Buffer.from([0, plain.length === 4 ? 1 : 2, 0, 9]);
  return (mask) => {
    const covered = Buffer.concat([head, plain]);
    covered.forEach((byte, at) => {
      if (at >= 2) covered[at] = byte ^ (mask[at < 4 ? at - 2 : at - 4] ?? 0);
    });
    return covered;
  };
};

function ipv6Bytes(address: string): Buffer {
  // Normalises the address to groups of hexadecimal digits.
  const { hostname } = new URL(`http://[${address}]`);
  const [before = '', after] = hostname.slice(1, -1).split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [head, tail] = [groups(before), groups(after ?? '')];
  const zeros = after === undefined ? 0 : 8 - head.length - tail.length;
  const all = [...head, ...Array.from({ length: zeros }, () => '0'), ...tail];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** The key of the long-term credential (RFC 8489, section 9.2.2). */
export const longTermKey = (username: string, realm: string, password: string): Buffer =>
  createHash('md5').update(`${username}:${realm}:${password}`).digest();
