import { openApi } from '../../protocol/rest/openapi.ts';

/** Runs in the workshop. Returns the OpenAPI document of a version, as JSON. */
export const work = (version: string): string => JSON.stringify(openApi(version));
