import type { Claimant } from '../caller.ts';
import type { PassUses } from './pass-uses.ts';
import type { TokenRefusal, Tokens } from './tokens.ts';

/** The content of a pass: its conference and its claimant. The claimant's rights there must be looked up. */
export type ShownPass =
  { readonly ok: true; readonly meetingId: string; readonly claimant: Claimant } | TokenRefusal;

/**
 * Verifies a pass and uses it up. A pass that was presented before gives `token-expired`: an honest client
 * fetches a new one and retries.
 */
export const createPassReader =
  (tokens: Pick<Tokens, 'verifyJoin'>, uses: PassUses) =>
  async (token: string): Promise<ShownPass> => {
    const pass = tokens.verifyJoin(token);
    if (!pass.ok) return pass;
    if (!(await uses.first(pass))) return { ok: false, code: 'token-expired' };
    const { meetingId, kind, sub, sid } = pass;
    return { ok: true, meetingId, claimant: { kind, id: sub, sessionId: sid } };
  };
