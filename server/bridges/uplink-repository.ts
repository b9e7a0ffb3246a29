/** The line of a unit towards the unit above it. All units below share it. */
export interface Uplink {
  readonly siteId: string;
  readonly name: string;
  readonly parentName: string | null;
  /** What it carries in each direction, as IT has set. */
  readonly bps: number;
  /** What sessions have reserved of it at the moment. */
  readonly reservedBps: number;
}

export interface UplinkRepository {
  /** By the name of the unit. */
  list(nowMs: number): Promise<readonly Uplink[]>;
  /** Null without a cap. */
  capOf(siteId: string): Promise<number | null>;
  /**
   * A line with a new or a higher cap reserves for the meetings that are planned already, as far as it has room.
   * @param bps null: without a cap
   */
  set(siteId: string, bps: number | null, nowMs: number): Promise<void>;
}
