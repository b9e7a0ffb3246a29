import type { Claimant } from './caller.ts';
import type { PassUses } from './pass-uses.ts';
import type { Refusal, Tokens } from './tokens.ts';

/** What a pass says: for which conference it is, and whose. What that one may do there is to be looked up. */
export type ShownPass =
  { readonly ok: true; readonly meetingId: string; readonly claimant: Claimant } | Refusal;

/**
 * Takes a pass at the door, for good. One that was shown before is `token-expired`: an honest client gets a new one and comes
 * again.
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
