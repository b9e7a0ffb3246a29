import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApi } from '../../../protocol/rest/openapi.ts';
import type { RouteContract } from '../../../protocol/rest/route-contract.ts';
import { type RouteName, routes } from '../../../protocol/rest/routes.ts';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
// The schemas have a pattern as well, which checks the text.
ajv.addFormat('base64url', true);
ajv.addSchema(openApi('test'), 'openapi');

const pointer = (...steps: readonly string[]): string =>
  steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

/** The place of a route in the document. */
export const placeOf = ({ method, path }: RouteContract): readonly string[] => [
  'paths',
  path.replaceAll(/:(\w+)/g, '{$1}'),
  method.toLowerCase(),
];

/** Returns what the schema at that place of the document forbids in the value; undefined if it fits. */
export function misfit(place: readonly string[], value: unknown): string | undefined {
  const fits = ajv.getSchema(`openapi#${pointer(...place)}`);
  if (!fits) throw new Error(`there is no schema at ${place.join(' ')}`);
  return fits(value) === true ? undefined : `${ajv.errorsText(fits.errors)}: ${JSON.stringify(value)}`;
}

/**
 * Checks an answer against the OpenAPI document of the route.
 * @throws Error where the document has no such status or media type, or its schema does not fit
 */
export function checkAnswer(name: RouteName, response: Response, body: unknown): void {
  const { status, headers } = response;
  const [mediaType = ''] = (headers.get('content-type') ?? '').split(';');
  const answer = [...placeOf(routes[name]), 'responses', `${status}`];
  const place = [...answer, 'content', mediaType];
  const said = `${name} answered ${status} ${mediaType}`;
  // An answer without a body has no content in the document either.
  const isBare = mediaType === '' && !ajv.getSchema(`openapi#${pointer(...answer, 'content')}`);
  if (!ajv.getSchema(`openapi#${pointer(...(isBare ? answer : place))}`))
    throw new Error(`${said}, which is not in the document`);
  // Files have no schema.
  if (!ajv.getSchema(`openapi#${pointer(...place, 'schema')}`)) return;
  const wrong = misfit([...place, 'schema'], body);
  if (wrong !== undefined) throw new Error(`${said}, but ${wrong}`);
}
