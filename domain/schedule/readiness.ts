/** The steps of an invitation, in this order. */
export const readinessSteps = ['invited', 'seen', 'confirmed', 'tested', 'lobby', 'joined'] as const;
export type ReadinessStep = (typeof readinessSteps)[number];

/** What is known about an invitation; times in epoch ms, null if the step was not reached. */
export interface Readiness {
  readonly kind: 'endpoint' | 'account';
  readonly seenAtMs: number | null;
  readonly reply: { readonly answer: 'confirmed' | 'declined' } | null;
  readonly rehearsal: {
    readonly reasons: readonly string[];
    readonly signOff: { readonly fit: boolean } | null;
  } | null;
  readonly lobbyAtMs: number | null;
  readonly joinedAtMs: number | null;
}

/** The decision of an operator counts, whatever the check found. */
export const isTested = ({ rehearsal }: Pick<Readiness, 'rehearsal'>): boolean =>
  rehearsal !== null && (rehearsal.signOff?.fit ?? rehearsal.reasons.length === 0);

/**
 * Which steps are done. An invitation with a reply counts as seen, and a participant that has joined counts
 * as having been in the lobby.
 */
export function stepsOf(readiness: Readiness): Readonly<Record<ReadinessStep, boolean>> {
  const { seenAtMs, reply, lobbyAtMs, joinedAtMs } = readiness;
  const joined = joinedAtMs !== null;
  return {
    invited: true,
    seen: seenAtMs !== null || reply !== null,
    confirmed: reply?.answer === 'confirmed',
    tested: isTested(readiness),
    lobby: joined || lobbyAtMs !== null,
    joined,
  };
}

/**
 * Whether the secretariat should telephone: the invitation is not confirmed, or the room has not passed its
 * check. Not if it was declined, since that is known, and not if the participant is already in the lobby.
 */
export function isToTelephone(readiness: Readiness): boolean {
  const { confirmed, tested, lobby } = stepsOf(readiness);
  if (lobby || readiness.reply?.answer === 'declined') return false;
  return !confirmed || (readiness.kind === 'endpoint' && !tested);
}

export type ReadinessCounts = Readonly<Record<ReadinessStep | 'declined' | 'toTelephone', number>>;

/** How many invitations have reached each step. */
export function countReadiness(rows: readonly Readiness[]): ReadinessCounts {
  const steps = rows.map(stepsOf);
  const having = (step: ReadinessStep): number => steps.filter((each) => each[step]).length;
  return {
    invited: rows.length,
    seen: having('seen'),
    confirmed: having('confirmed'),
    tested: having('tested'),
    lobby: having('lobby'),
    joined: having('joined'),
    declined: rows.filter(({ reply }) => reply?.answer === 'declined').length,
    toTelephone: rows.filter(isToTelephone).length,
  };
}
