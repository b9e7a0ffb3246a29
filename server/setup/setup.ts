import { dayInVietnam } from '../../domain/sites/calendar.ts';
import type { SetupProgress } from '../../protocol/rest/setup.ts';
import type { Caller } from '../identity/caller.ts';
import type { SetupCounts, SetupRepository } from './setup-repository.ts';

export interface SetupContext {
  readonly setupCounts: SetupRepository;
  /** What the configuration has. */
  readonly configured: Omit<SetupProgress, keyof SetupCounts>;
  readonly now: () => number;
}

export type SetupService = ReturnType<typeof createSetup>;

/** Says how far the system is set up. */
export function createSetup({ setupCounts, configured, now }: SetupContext) {
  return {
    async progress({ scope }: Caller): Promise<SetupProgress> {
      const nowMs = now();
      return { ...(await setupCounts.counts(scope.siteIds, dayInVietnam(nowMs), nowMs)), ...configured };
    },
  };
}
