import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApi } from '../../protocol/rest/openapi.ts';
import type { RouteContract } from '../../protocol/rest/route-contract.ts';
import { type RouteName, routes } from '../../protocol/rest/routes.ts';

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(openApi('test'), 'openapi');

const pointer = (...steps: readonly string[]): string =>
  steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

/**
 * Holds an answer to what the OpenAPI document promises of the route.
 * @throws Error where the document has no such status or media type, or its schema is another
 */
export function checkAnswer(name: RouteName, response: Response, body: unknown): void {
  const { method, path }: RouteContract = routes[name];
  const { status, headers } = response;
  const [mediaType = ''] = (headers.get('content-type') ?? '').split(';');
  const place = pointer(
    'paths',
    path.replaceAll(/:(\w+)/g, '{$1}'),
    method.toLowerCase(),
    'responses',
    `${status}`,
    'content',
    mediaType,
  );
  const said = `${name} answered ${status} ${mediaType}`;
  if (!ajv.getSchema(`openapi#${place}`)) throw new Error(`${said}, which is not in the document`);
  const fits = ajv.getSchema(`openapi#${place}/schema`);
  if (fits && fits(body) !== true) {
    throw new Error(`${said}, but ${ajv.errorsText(fits.errors)}: ${JSON.stringify(body)}`);
  }
}
