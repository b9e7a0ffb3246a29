/** That an endpoint or an account is held by a meeting, margins included. */
export type Held = {
  readonly resourceId: string;
  readonly meetingId: string;
  readonly title: string;
  /** The site that organises the meeting. */
  readonly siteId: string;
  readonly fromMs: number;
  readonly toMs: number;
};

export interface AvailabilityRepository {
  /** What holds one of these at some moment from `fromMs` to before `toMs`; by start. */
  held(resourceIds: readonly string[], fromMs: number, toMs: number): Promise<readonly Held[]>;
}
