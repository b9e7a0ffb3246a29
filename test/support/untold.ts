import type { StandingChanged } from '../../server/identity/standing-changes.ts';

/** For repositories of which no conference is to hear. */
export const untold: StandingChanged = () => undefined;
