import type { BridgeRequestMessage } from '../../../protocol/bridge.ts';

/** The connection to a bridge process; the socket edge implements it. Messages arrive in the order of the calls. */
export interface BridgeLine {
  /** The address at the other end. */
  readonly address: string;
  /** Resolves to the unparsed answer; rejects when the connection ends before it. */
  call(request: BridgeRequestMessage): Promise<unknown>;
  /** A call without an answer. */
  cast(request: BridgeRequestMessage): void;
  /** Ends the connection. */
  close(why: string): void;
}
