import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  /** Without a finger or a PIN. */
  readonly unverified?: boolean;
  readonly counter?: number;
  /** Signs with another key than the registered one. */
  readonly foreignKey?: boolean;
}

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest();
const base64url = (bytes: Buffer): string => bytes.toString('base64url');

/** CBOR (RFC 8949) for the values of an attestation without a statement. */
function cbor(value: unknown): Buffer {
  const head = (major: number, argument: number): Buffer =>
    argument < 24
      ? Buffer.from([(major << 5) | argument])
      : argument < 256
        ? Buffer.from([(major << 5) | 24, argument])
        : Buffer.from([(major << 5) | 25, argument >> 8, argument & 255]);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (!(value instanceof Map)) throw new TypeError('no CBOR for this');
  return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
}

/** An authenticator in software: one ES256 key with a counter, which can lie on request. */
export function softwarePasskey(origin: string) {
  const { hostname: rpId } = new URL(origin);
  const id = randomBytes(16);
  const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { privateKey, publicKey } = newKey();
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const coordinate = (text: string): Buffer => Buffer.from(text, 'base64url');
  const cose = new Map<number, number | Buffer>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, coordinate(x)],
    [-3, coordinate(y)],
  ]);
  let used = 0;

  const clientData = (type: string, challenge: string, lies: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const authenticatorData = (flags: number, lies: Lies): Buffer => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? (used += 1));
    const present = lies.unverified ? 0x01 : 0x05;
    return Buffer.concat([sha256(lies.rpId ?? rpId), Buffer.from([flags | present]), counter]);
  };
  const credential = { id: base64url(id), rawId: base64url(id), type: 'public-key' as const };

  return {
    id: credential.id,
    /** The result of `navigator.credentials.create`. */
    create(challenge: string, lies: Lies = {}) {
      const length = Buffer.from([0, id.length]);
      const authData = Buffer.concat([
        authenticatorData(0x40, lies),
        Buffer.alloc(16),
        length,
        id,
        cbor(cose),
      ]);
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]);
      return {
        ...credential,
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', challenge, lies)),
          attestationObject: base64url(cbor(attestation)),
          transports: ['internal'],
        },
      };
    },
    /** The result of `navigator.credentials.get`. */
    get(challenge: string, lies: Lies = {}) {
      const client = clientData('webauthn.get', challenge, lies);
      const data = authenticatorData(0, lies);
      const key = lies.foreignKey ? newKey().privateKey : privateKey;
      return {
        ...credential,
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(data),
          signature: base64url(sign('sha256', Buffer.concat([data, sha256(client)]), key)),
        },
      };
    },
  };
}
