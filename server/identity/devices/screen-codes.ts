import type { Logger } from 'pino';
import { Failure } from '../../../protocol/failure.ts';
import { networkOf } from '../../perimeter/client-address.ts';
import { hashSecret, newScreenCode, newToken } from '../secrets/opaque-secrets.ts';
import { whereabouts, type ClientOrigin } from '../sessions/whereabouts.ts';
import type { KeptToken } from '../sessions/session-start.ts';
import type { Whereabouts } from '../sessions/session-repository.ts';
import type { ScreenCodeRepository } from './screen-code-repository.ts';

/** Codes that are open at once: in one office, and in all. */
const mostPerNetwork = 40;
const mostInAll = 5_000;

/**
 * Codes in the other direction: a room's screen shows one, and its staff types it at the desk. The code alone
 * is worth nothing; only the browser that showed it becomes the device, by the secret in its cookie.
 */
export function createScreenCodes({
  screenCodes,
  ttlS,
  logger,
  now,
}: {
  readonly screenCodes: ScreenCodeRepository;
  readonly ttlS: number;
  readonly logger: Logger;
  readonly now: () => number;
}) {
  /** @throws Failure `too-fast` */
  const refuseTooMany = async (network: string, address: string): Promise<void> => {
    const { here, inAll } = await screenCodes.count(network, now());
    if (here < mostPerNetwork && inAll < mostInAll) return;
    logger.warn({ address, open: here }, 'too many screens show a pairing code');
    throw new Failure('too-fast', 'too many screens show a code', { retryAfterS: ttlS });
  };

  return {
    /**
     * A code for the browser: its own one again while that is open, so that a reload shows the same.
     * @param browser the secret in its cookie
     * @throws Failure `too-fast` where too many are open in this office or in all
     */
    async show(
      browser: string | undefined,
      from: ClientOrigin,
    ): Promise<{ readonly code: string; readonly browser: KeptToken; readonly expiresAtMs: number }> {
      const known =
        browser === undefined ? undefined : await screenCodes.ofBrowser(hashSecret(browser), now());
      if (known !== undefined && browser !== undefined)
        return { ...known, browser: { token: browser, expiresAtMs: known.expiresAtMs } };
      const network = networkOf(from.address);
      await refuseTooMany(network, from.address);
      const token = newToken();
      const expiresAtMs = now() + 1_000 * ttlS;
      const shown = { browserHash: hashSecret(token), network, from: whereabouts(from), expiresAtMs };
      for (;;) {
        const code = newScreenCode();
        if (await screenCodes.insert({ ...shown, code }, now()))
          return { code, expiresAtMs, browser: { token, expiresAtMs } };
      }
    },

    /**
     * Makes the browser that shows the code the device of an endpoint, and returns where that browser is. The
     * caller's right to do so must be checked before.
     * @throws Failure `not-found`, the same for an unknown, an expired and a used code
     */
    async grant(code: string, endpointId: string): Promise<Whereabouts> {
      const from = await screenCodes.grant(code, endpointId, now());
      if (from === undefined) throw new Failure('not-found', 'no screen shows this code');
      return from;
    },

    /**
     * The endpoint that the browser was given, once; undefined while it waits.
     * @throws Failure `not-found` where the browser shows no open code
     */
    async claim(browser: string | undefined): Promise<string | undefined> {
      const shown = browser === undefined ? undefined : await screenCodes.take(hashSecret(browser), now());
      if (shown === undefined) throw new Failure('not-found', 'this screen shows no code');
      return shown.endpointId;
    },
  };
}
