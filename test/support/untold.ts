import type { StandingChanged } from '../../server/identity/standing-changes.ts';

/** For repositories whose changes no conference receives. */
export const untold: StandingChanged = () => undefined;
