import { bridgeCode } from '../../../../protocol/rest/bridges.ts';
import type { bridgeRoutes } from '../../../../protocol/rest/routes/bridges.ts';
import type { uplinkRoutes } from '../../../../protocol/rest/routes/uplinks.ts';
import type { ActingRequest, Ground, RequestsOf } from './ground.ts';

/** Bridges that are processes of their own. */
export function bridgeRequests({ edge, secrets, administrator, site, fresh }: Ground) {
  const added = async () => {
    const body = { name: `Máy chủ ${fresh()}`, siteId: site };
    const made = await edge.get(bridgeCode, 'bridge.create', { as: administrator.token, body });
    secrets.add(made.code);
    return made;
  };
  const onBridge = async (body?: Readonly<Record<string, unknown>>): Promise<ActingRequest> => {
    const { id } = await added();
    const asked = { as: administrator.token, params: { bridgeId: id }, ...(body && { body }) };
    return { asked, actor: 'quantri', targetId: id, siteId: site };
  };
  return {
    'bridge.create': async () => ({
      asked: { as: administrator.token, body: { name: `Máy chủ ${fresh()}`, siteId: site } },
      actor: 'quantri',
      siteId: site,
    }),
    'bridge.change': () => onBridge({ name: `Máy chủ ${fresh()}` }),
    'bridge.drain': () => onBridge(),
    'bridge.undrain': () => onBridge(),
    'bridge.renewCode': () => onBridge(),
    'bridge.remove': () => onBridge(),
    'bridge.pair': async () => {
      const { id, code } = await added();
      return { asked: { body: { code } }, actor: null, targetId: id, siteId: site };
    },
    'uplink.set': async () => ({
      asked: { as: administrator.token, params: { siteId: site }, body: { bps: 20_000_000 + fresh() } },
      actor: 'quantri',
      targetId: site,
      siteId: site,
    }),
  } satisfies RequestsOf<typeof bridgeRoutes & typeof uplinkRoutes>;
}
