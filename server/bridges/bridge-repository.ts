import type { BridgeSettings, ConferenceHome } from '../media/remote/assignments.ts';

/** A bridge that is a process of its own, paired or about to be. */
export interface PairedBridge {
  readonly id: string;
  readonly name: string;
  readonly siteId: string | null;
  readonly siteName: string | null;
  /** Until when its code works; null where it has none. */
  readonly codeExpiresAtMs: number | null;
  readonly pairedAtMs: number | null;
  /** What it said when it was last there; null before. */
  readonly host: string | null;
  readonly version: string | null;
  readonly workers: number | null;
  readonly packetsPerS: number | null;
  readonly seenAtMs: number | null;
  /** Since when people take it out of service; null in service. */
  readonly drainingSinceMs: number | null;
}

/** What is left out stays. */
export interface BridgeChange {
  readonly name?: string | undefined;
  readonly siteId?: string | null | undefined;
}

/** What is stored of a status. */
export type SeenBridge = {
  readonly host: string;
  readonly version: string;
  readonly workers: number;
  readonly packetsPerS: number;
};

/** Digests of codes and tokens only. */
export interface BridgeRepository {
  list(): Promise<readonly PairedBridge[]>;
  byId(id: string): Promise<Pick<PairedBridge, 'id' | 'name' | 'siteId'> | undefined>;
  insert(
    bridge: Pick<PairedBridge, 'id' | 'name' | 'siteId'>,
    code: BridgeCode,
    createdByAccountId: string,
  ): Promise<void>;
  /** Another code; the token that the bridge has goes on. @returns false where there is no such bridge */
  renewCode(id: string, code: BridgeCode): Promise<boolean>;
  /**
   * Uses a code up and replaces the token. Atomic: of several callers with one code, one gets the bridge.
   * Undefined for an unknown, used or expired code.
   */
  redeem(codeHash: string, tokenHash: string, nowMs: number): Promise<string | undefined>;
  hasToken(id: string, tokenHash: string): Promise<boolean>;
  /** The ids of those that do not have these tokens, in one look. */
  withoutToken(shown: readonly ShownToken[]): Promise<readonly string[]>;
  /** Another name, another unit. @returns false where there is no such bridge */
  change(id: string, change: BridgeChange): Promise<boolean>;
  /** Keeps the time of an earlier call. @returns false where there is no such bridge */
  drain(id: string, nowMs: number): Promise<boolean>;
  /** @returns false where there is no such bridge */
  undrain(id: string): Promise<boolean>;
  /** What people have set for each bridge, by its id. */
  settings(): Promise<ReadonlyMap<string, BridgeSettings>>;
  seen(id: string, status: SeenBridge, nowMs: number): Promise<void>;
  /** @returns false where there is no such bridge */
  remove(id: string): Promise<boolean>;
  homeOf(conferenceId: string): Promise<ConferenceHome>;
  /**
   * These carry the conference, and no others.
   * @returns false where one that is new to the conference is not there, or drains and `evenDraining` is false; nothing
   *   is stored then
   */
  assign(conferenceId: string, bridgeIds: readonly string[], evenDraining: boolean): Promise<boolean>;
  /** Nobody carries the conference any more. */
  release(conferenceId: string): Promise<void>;
}

/** What a bridge showed when it was let in. */
export interface ShownToken {
  readonly id: string;
  readonly tokenHash: string;
}

export interface BridgeCode {
  readonly hash: string;
  readonly expiresAtMs: number;
}
