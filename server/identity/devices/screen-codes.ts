import type { Logger } from 'pino';
import { Failure } from '../../../protocol/failure.ts';
import { networkOf } from '../../perimeter/client-address.ts';
import { ExpiringMap } from '../../perimeter/expiring-map.ts';
import { hashSecret, newScreenCode, newToken } from '../secrets/opaque-secrets.ts';
import { whereabouts, type ClientOrigin } from '../sessions/whereabouts.ts';
import type { KeptToken } from '../sessions/sessions.ts';
import type { Whereabouts } from '../sessions/session-repository.ts';

/** A code that a room's screen shows, and the browser that shows it. */
interface ScreenCode {
  readonly code: string;
  readonly browserHash: string;
  readonly network: string;
  readonly from: Whereabouts;
  readonly expiresAtMs: number;
  /** Set once somebody with the right has typed the code. */
  readonly endpointId: string | undefined;
}

/** Codes that are open at once: in one office, and in all. */
const mostPerNetwork = 40;
const mostInAll = 5_000;

/**
 * Codes in the other direction: a room's screen shows one, and its staff types it at the desk. The code alone
 * is worth nothing; only the browser that showed it becomes the device, by the secret in its cookie. Kept in
 * memory: after a restart, the screen shows another code.
 */
export function createScreenCodes({
  ttlS,
  logger,
  now,
}: {
  readonly ttlS: number;
  readonly logger: Logger;
  readonly now: () => number;
}) {
  const byCode = new ExpiringMap<ScreenCode>(1_000 * ttlS, now);
  const codeOf = new ExpiringMap<string>(1_000 * ttlS, now);
  /** The codes of each network, and when each expires. */
  const open = new Map<string, Map<string, number>>();

  /** The codes of a network that are open, after those that have expired are forgotten. */
  const openOf = (network: string): Map<string, number> => {
    const codes = open.get(network) ?? new Map<string, number>();
    for (const [code, expiresAtMs] of codes) if (expiresAtMs <= now()) codes.delete(code);
    if (codes.size === 0) open.delete(network);
    return codes;
  };
  const countAll = (): number => [...open.keys()].reduce((sum, network) => sum + openOf(network).size, 0);
  const shownBy = (browser: string | undefined): ScreenCode | undefined =>
    browser === undefined ? undefined : byCode.get(codeOf.get(hashSecret(browser)) ?? '');
  const forget = ({ code, browserHash, network }: ScreenCode): void => {
    byCode.delete(code);
    codeOf.delete(browserHash);
    open.get(network)?.delete(code);
  };

  return {
    /**
     * A code for the browser: its own one again while that is open, so that a reload shows the same.
     * @param browser the secret in its cookie
     * @throws Failure `too-fast` where too many are open in this office or in all
     */
    show(
      browser: string | undefined,
      from: ClientOrigin,
    ): { readonly code: string; readonly browser: KeptToken; readonly expiresAtMs: number } {
      const known = shownBy(browser);
      if (known !== undefined && browser !== undefined) {
        const { code, expiresAtMs } = known;
        return { code, expiresAtMs, browser: { token: browser, expiresAtMs } };
      }
      const network = networkOf(from.address);
      const codes = openOf(network);
      if (codes.size >= mostPerNetwork || countAll() >= mostInAll) {
        logger.warn({ address: from.address, open: codes.size }, 'too many screens show a pairing code');
        throw new Failure('too-fast', 'too many screens show a code', { retryAfterS: ttlS });
      }
      const token = newToken();
      const expiresAtMs = now() + 1_000 * ttlS;
      const shown: ScreenCode = {
        code: newScreenCode((code) => byCode.get(code) !== undefined),
        browserHash: hashSecret(token),
        network,
        from: whereabouts(from),
        expiresAtMs,
        endpointId: undefined,
      };
      byCode.set(shown.code, shown);
      codeOf.set(shown.browserHash, shown.code);
      open.set(network, codes.set(shown.code, expiresAtMs));
      return { code: shown.code, expiresAtMs, browser: { token, expiresAtMs } };
    },

    /**
     * Makes the browser that shows the code the device of an endpoint, and returns where that browser is. The
     * caller's right to do so must be checked before.
     * @throws Failure `not-found`, the same for an unknown, an expired and a used code
     */
    grant(code: string, endpointId: string): Whereabouts {
      const shown = byCode.get(code);
      if (shown === undefined || shown.endpointId !== undefined)
        throw new Failure('not-found', 'no screen shows this code');
      // Keeps the time at which the code expires.
      byCode.set(code, { ...shown, endpointId });
      return shown.from;
    },

    /**
     * The endpoint that the browser was given, once; undefined while it waits.
     * @throws Failure `not-found` where the browser shows no open code
     */
    claim(browser: string | undefined): string | undefined {
      const shown = shownBy(browser);
      if (shown === undefined || shown.expiresAtMs <= now())
        throw new Failure('not-found', 'this screen shows no code');
      if (shown.endpointId !== undefined) forget(shown);
      return shown.endpointId;
    },
  };
}
