import type { StandingChanged } from '../../../server/identity/accounts/standing-changes.ts';

/** For repositories whose changes no conference receives. */
export const untold: StandingChanged = () => undefined;
