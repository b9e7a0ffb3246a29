import type { LoadOnBridge } from '../media/remote/loads-elsewhere.ts';

/** What each of several servers takes of the bridges that they share, by the ids of bridges. */
export interface BridgeLoads {
  /** Replaces what this server said before. */
  tell(loads: ReadonlyMap<string, LoadOnBridge>): Promise<void>;
  /** Those of all other living servers. */
  ofOthers(): Promise<ReadonlyMap<string, readonly LoadOnBridge[]>>;
}
