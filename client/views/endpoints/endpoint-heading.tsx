import type { JSX } from 'preact';
import type { EndpointView } from '../../../protocol/rest/sites/endpoints.ts';
import { unitName } from '../shared/units/unit-name.ts';

/** The room of a dialog, and its unit. */
export function EndpointHeading({ endpoint }: { readonly endpoint: EndpointView }): JSX.Element {
  return (
    <p>
      <strong>{endpoint.name}</strong>
      <br />
      {unitName(endpoint.siteName, endpoint.parentSiteName)}
    </p>
  );
}
