import type { ConferenceRunner } from '../../../server/scheduling/lifecycle/conference-runner.ts';

/** Conferences that only record their calls. Like every `ConferenceRunner`, a repeated call has no effect. */
export class RememberedConferences implements ConferenceRunner {
  readonly live = new Set<string>();
  readonly over = new Map<string, string>();
  failing = false;

  async open({ id }: { readonly id: string }): Promise<'open' | 'over'> {
    if (this.failing) throw new Error('no worker is up');
    if (this.over.has(id)) return 'over';
    this.live.add(id);
    return 'open';
  }

  /** None of these has ended just now. */
  whileReopening<T>(_: string, act: (endedAtMs: number | null) => Promise<T>): Promise<T> {
    return act(null);
  }

  hosts(meetingId: string): boolean {
    return this.live.has(meetingId);
  }

  async isOver(meetingId: string): Promise<boolean> {
    return this.over.has(meetingId);
  }

  async end(meetingId: string, reason: string): Promise<void> {
    if (this.live.delete(meetingId)) this.over.set(meetingId, reason);
  }
}
