import type { RouteName } from '../../protocol/rest/routes.ts';
import type { InputsOf, RouteInput } from './input.ts';
import { identityInputs } from './rest/identity.ts';
import { meetingInputs } from './rest/meetings.ts';
import { paperInputs } from './rest/papers.ts';
import { planningInputs } from './rest/planning.ts';
import { sheetInputs } from './rest/sheets.ts';
import { siteInputs } from './rest/sites.ts';

export { mailSecret } from './rest/given.ts';

/** At least one input for every route; otherwise the table does not compile. */
export const routeInputs: InputsOf<RouteName, RouteInput> = {
  ...identityInputs,
  ...siteInputs,
  ...meetingInputs,
  ...planningInputs,
  ...paperInputs,
  ...sheetInputs,
};
