import type { RestResponse } from '../../../protocol/rest/client-types.ts';
import type { RouteName, routes } from '../../../protocol/rest/routes.ts';
import type { Call } from '../call.ts';
import type { Streamed } from '../streamed.ts';

/** The result of a handler: the answer of the contract, or a file. */
export type Handled<N extends RouteName> = (typeof routes)[N] extends { readonly streams: readonly string[] }
  ? Streamed
  : RestResponse<N>;

/** A handler for each of these routes. */
export type HandlersOf<Names extends RouteName> = {
  readonly [N in Names]: (call: Call<N>) => Promise<Handled<N>>;
};
