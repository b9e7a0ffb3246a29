import { openApi } from '../../protocol/rest/openapi.ts';

/** In the workshop: the OpenAPI document of a version, as JSON. */
export const work = (version: string): string => JSON.stringify(openApi(version));
