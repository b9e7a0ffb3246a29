import type { ErrorCode } from '../../../../protocol/errors.ts';
import type { RestResponse } from '../../../../protocol/rest/client-types.ts';
import { mostMailedPairings } from '../../../../protocol/rest/identity/devices.ts';
import type { Rest } from '../../../signaling/rest.ts';

type Made = RestResponse<'pairing.createSheet'>;

interface MadeCodes {
  /** The codes that were made before an error; undefined if none were. */
  readonly made: Made | undefined;
  readonly error: ErrorCode | undefined;
}

/** Makes a code for each room; by mail in several requests, as many letters in each as the server takes. */
export async function makeCodes(
  rest: Rest,
  endpointIds: readonly string[],
  validForS: number,
  deliver: 'show' | 'mail',
): Promise<MadeCodes> {
  const atOnce = deliver === 'mail' ? mostMailedPairings : endpointIds.length;
  let made: Made | undefined;
  for (let from = 0; from < endpointIds.length; from += atOnce) {
    const body = { endpointIds: endpointIds.slice(from, from + atOnce), validForS, deliver };
    const result = await rest.call('pairing.createSheet', { body });
    if (!result.ok) return { made, error: result.error.code };
    const { mailed, codes, expiresAtMs } = result.value;
    made = {
      mailed: [...(made?.mailed ?? []), ...mailed],
      codes: [...(made?.codes ?? []), ...codes],
      expiresAtMs: made?.expiresAtMs ?? expiresAtMs,
    };
  }
  return { made, error: undefined };
}
