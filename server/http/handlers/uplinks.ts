import type { uplinkRoutes } from '../../../protocol/rest/routes/uplinks.ts';
import type { UseCases } from '../use-cases.ts';
import type { HandlersOf } from './handler.ts';

export const uplinkHandlers = ({ uplinks }: UseCases): HandlersOf<keyof typeof uplinkRoutes> => ({
  'uplink.list': ({ caller }) => uplinks.list(caller),
  'uplink.set': async ({ params, body, caller }) => {
    await uplinks.set(params.siteId, body.bps, caller);
    return {};
  },
});
