import type { Logger } from 'pino';
import type { z } from 'zod';
import { bridgeAnswer, bridgeCalls } from '../../../protocol/bridge.ts';
import type { BridgeCall, BridgeCallArgs, BridgeCallResult, BridgeStatus } from '../../../protocol/bridge.ts';
import type { WorkerId } from '../../../domain/media/links.ts';
import { RefusedByBridge, Undecodable } from '../media-bridge.ts';
import type { Led } from '../media-bridge.ts';
import type { BridgeLine } from './bridge-line.ts';

type Results = { readonly [C in BridgeCall]: { readonly result: z.ZodType<BridgeCallResult<C>> } };
const contracts: Results = bridgeCalls;

/** Calls that close something: they need no answer. */
export type Cast = Extract<BridgeCall, `close${string}` | 'note'>;

/** A bridge process, connected or not. */
export class RemoteBridge {
  readonly bridgeId: string;
  /** Told apart from the bridge's earlier processes. */
  readonly run: string;
  readonly #logger: Logger;
  #status: BridgeStatus;
  #line: BridgeLine | undefined;

  constructor(bridgeId: string, run: string, status: BridgeStatus, logger: Logger) {
    this.bridgeId = bridgeId;
    this.run = run;
    this.#status = status;
    this.#logger = logger.child({ bridgeId });
  }

  get status(): BridgeStatus {
    return this.#status;
  }

  get isConnected(): boolean {
    return this.#line !== undefined;
  }

  get address(): string | null {
    return this.#line?.address ?? null;
  }

  get workers(): readonly WorkerId[] {
    return this.#status.workers;
  }

  attach(line: BridgeLine): void {
    this.#line?.close('another connection of the same bridge');
    this.#line = line;
  }

  /** @returns whether it had this connection */
  detach(line: BridgeLine): boolean {
    if (this.#line !== line) return false;
    this.#line = undefined;
    return true;
  }

  disconnect(why: string): void {
    this.#line?.close(why);
    this.#line = undefined;
  }

  /** @returns the workers that have died since the last status */
  update(status: BridgeStatus): readonly WorkerId[] {
    const died = this.#status.workers.filter((workerId) => !status.workers.includes(workerId));
    this.#status = status;
    return died;
  }

  cast<C extends Cast>({ conferenceId, epoch }: Led, call: C, args: BridgeCallArgs<C>): void {
    this.#line?.cast({ conferenceId, epoch, call, args: [...args] });
  }

  /** @throws RefusedByBridge, or Error where something broke */
  async call<C extends BridgeCall>(
    { conferenceId, epoch }: Led,
    call: C,
    args: BridgeCallArgs<C>,
  ): Promise<BridgeCallResult<C>> {
    const line = this.#line;
    if (line === undefined) throw new RefusedByBridge('unavailable', 'the bridge is not connected');
    const received = await line
      .call({ conferenceId, epoch, call, args: [...args] })
      .catch((cause: unknown) => {
        throw new RefusedByBridge('unavailable', 'the bridge is no longer connected', { cause });
      });
    const answer = bridgeAnswer.safeParse(received);
    if (answer.success && !answer.data.ok) throw failureOf(answer.data);
    const result = contracts[call].result.safeParse(answer.data?.ok ? answer.data.result : undefined);
    if (result.success) return result.data;
    this.#logger.error({ err: result.error, call }, 'an answer of a bridge breaks the contract');
    line.close('its answers break the contract');
    throw new Error(`the bridge answered ${call} with something else`);
  }
}

function failureOf({ code, detail }: Extract<z.infer<typeof bridgeAnswer>, { readonly ok: false }>): Error {
  switch (code) {
    case 'invalid-request':
    case 'not-found':
    case 'unavailable':
      return new RefusedByBridge(code, detail);
    case 'undecodable':
      return new Undecodable(detail);
    case 'outdated':
      return new RefusedByBridge('unavailable', detail);
    case 'internal':
      return new Error(`the bridge failed: ${detail}`);
    default:
      return code satisfies never;
  }
}

/** No two bridges may have workers of one name. */
export const isOfBridge = ({ workers }: BridgeStatus, bridgeId: string): boolean =>
  workers.every((workerId) => workerId.startsWith(`${bridgeId}/`));
