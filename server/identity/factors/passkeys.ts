import { isIP } from 'node:net';
import type {
  CreatedPasskey,
  PasskeyCreation,
  PasskeyRequest,
  ShownPasskey,
} from '../../../protocol/rest/identity/second-factor.ts';
import type { Passkey } from './second-factor-repository.ts';

/** EdDSA, ES256 and RS256 (COSE): every authenticator has one of them. */
const algorithms = [-8, -7, -257];
/** How long a browser waits for a fingerprint or a PIN, in ms. */
const timeout = 120_000;

export type PasskeyKey = Pick<Passkey, 'credentialId' | 'publicKey' | 'counter' | 'transports'>;
type Credential = Pick<Passkey, 'credentialId' | 'transports'>;

/**
 * WebAuthn for one origin. Checks of an answer: origin, relying party, challenge, signature,
 * counter and verified user.
 */
export interface Passkeys {
  creation(
    owner: { readonly id: string; readonly login: string; readonly fullName: string },
    known: readonly Credential[],
  ): Promise<PasskeyCreation>;
  /** Undefined where the answer is not valid. */
  created(answer: CreatedPasskey, challenge: string): Promise<PasskeyKey | undefined>;
  request(known: readonly Credential[]): Promise<PasskeyRequest>;
  /** The new counter of the authenticator; undefined where the answer is not valid. */
  shown(answer: ShownPasskey, challenge: string, key: PasskeyKey): Promise<number | undefined>;
}

/**
 * Imported on demand: with its certificate parsers the library takes megabytes and a quarter of a second to
 * load, and most servers never use passkeys.
 */
const library = () => import('@simplewebauthn/server');

/**
 * Undefined without a public address that is a domain name on a secure connection:
 * browsers bind passkeys to both.
 */
export function createPasskeys(publicUrl: string | null): Passkeys | undefined {
  const url = publicUrl === null ? undefined : new URL(publicUrl);
  if (url === undefined || isIP(url.hostname) !== 0 || url.hostname.startsWith('[')) return undefined;
  if (url.protocol !== 'https:' && url.hostname !== 'localhost') return undefined;
  const { hostname: rpID, origin } = url;
  const expected = { expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true };

  return {
    async creation({ id, login, fullName }, known) {
      const { generateRegistrationOptions } = await library();
      const { challenge, user, pubKeyCredParams } = await generateRegistrationOptions({
        rpName: 'Điểm cầu',
        rpID,
        userID: new TextEncoder().encode(id),
        userName: login,
        userDisplayName: fullName,
        supportedAlgorithmIDs: algorithms,
      });
      return {
        challenge,
        rp: { id: rpID, name: 'Điểm cầu' },
        user,
        pubKeyCredParams: pubKeyCredParams.map(({ alg }) => ({ type: 'public-key', alg })),
        timeout,
        attestation: 'none',
        excludeCredentials: known.map(described),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      };
    },

    async created(answer, challenge) {
      const { verifyRegistrationResponse } = await library();
      const verified = await verifyRegistrationResponse({
        ...expected,
        response: withoutExtras(answer),
        expectedChallenge: challenge,
        supportedAlgorithmIDs: algorithms,
      }).catch(refused);
      if (!verified?.verified) return undefined;
      const { id, publicKey, counter } = verified.registrationInfo.credential;
      return {
        credentialId: id,
        publicKey: Buffer.from(publicKey).toString('base64url'),
        counter,
        transports: answer.response.transports,
      };
    },

    async request(known) {
      const { generateAuthenticationOptions } = await library();
      const { challenge } = await generateAuthenticationOptions({ rpID });
      return {
        challenge,
        rpId: rpID,
        timeout,
        allowCredentials: known.map(described),
        userVerification: 'required',
      };
    },

    async shown(answer, challenge, { credentialId, publicKey, counter, transports }) {
      const { verifyAuthenticationResponse } = await library();
      const verified = await verifyAuthenticationResponse({
        ...expected,
        response: withoutExtras(answer),
        expectedChallenge: challenge,
        credential: {
          id: credentialId,
          publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')),
          counter,
          transports: [...transports],
        },
      }).catch(refused);
      return verified?.verified ? verified.authenticationInfo.newCounter : undefined;
    },
  };
}

const described = ({ credentialId, transports }: Credential) => ({
  id: credentialId,
  type: 'public-key' as const,
  transports: [...transports],
});

const withoutExtras = <Answer extends CreatedPasskey | ShownPasskey>({
  id,
  rawId,
  type,
  response,
}: Answer) => ({ id, rawId, type, response: response as Answer['response'], clientExtensionResults: {} });

/** The library throws for any fault in an answer, and a client may send any answer. */
const refused = (): undefined => undefined;
