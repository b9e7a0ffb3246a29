import { hashSecret } from '../identity/secrets/opaque-secrets.ts';
import { DeadlinePassed, withinDeadline } from '../observability/deadline.ts';
import type { BridgeRepository } from './bridge-repository.ts';

/** A database behind a cut line does not answer at all, and a bridge waits for five seconds. */
const answersWithinMs = 2_000;

interface BridgeTokensContext {
  readonly bridges: Pick<BridgeRepository, 'hasToken' | 'withoutToken'>;
  /** Whether an error says that the database is away. */
  readonly isUnavailable: (error: unknown) => boolean;
}

/** What a bridge showed when it was let in, and whether that was taken back since. */
interface LetIn {
  readonly tokenHash: string;
  isTakenBack: boolean;
}

/** The tokens by which bridges come in. */
export class BridgeTokens {
  readonly #context: BridgeTokensContext;
  readonly #letIn = new Map<string, LetIn>();

  constructor(context: BridgeTokensContext) {
    this.#context = context;
  }

  /**
   * Whether a bridge is paired and the token is its own. While the database is away, one that was let in before is
   * let in again: it must not lose its conferences with the database.
   */
  async isGood(bridgeId: string, token: string): Promise<boolean> {
    const { bridges, isUnavailable } = this.#context;
    const tokenHash = hashSecret(token);
    try {
      const isGood = await withinDeadline(answersWithinMs, bridges.hasToken(bridgeId, tokenHash));
      if (isGood) this.#letIn.set(bridgeId, { tokenHash, isTakenBack: false });
      return isGood;
    } catch (error) {
      if (!isUnavailable(error) && !(error instanceof DeadlinePassed)) throw error;
      const before = this.#letIn.get(bridgeId);
      return before?.tokenHash === tokenHash && !before.isTakenBack;
    }
  }

  /** The token of a bridge is taken back at this server. */
  takeBack(bridgeId: string): void {
    const letIn = this.#letIn.get(bridgeId);
    if (letIn) letIn.isTakenBack = true;
  }

  /**
   * The bridges that were let in by a token that was taken back or replaced since, at any server. Named each time:
   * one may have been on its way in.
   */
  async takenBack(): Promise<readonly string[]> {
    const asked = [...this.#letIn];
    const without = await this.#context.bridges.withoutToken(
      asked.map(([id, { tokenHash }]) => ({ id, tokenHash })),
    );
    for (const [id, letIn] of asked) if (without.includes(id)) letIn.isTakenBack = true;
    return [...this.#letIn].flatMap(([id, { isTakenBack }]) => (isTakenBack ? [id] : []));
  }
}
