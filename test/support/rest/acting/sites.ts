import { readFile } from 'node:fs/promises';
import { v7 as uuid } from 'uuid';
import { fold } from '../../../../domain/sites/fold.ts';
import { pairing, shownCode } from '../../../../protocol/rest/identity/devices.ts';
import { savedGroup } from '../../../../protocol/rest/sites/groups.ts';
import { mergeCheck, retirementCheck } from '../../../../protocol/rest/sites/sites.ts';
import type { siteRoutes } from '../../../../protocol/rest/routes/sites.ts';
import { coveredTree } from '../../storage/covered.ts';
import type { ActingRequest, Ground, RequestsOf } from './ground.ts';

/** Units, rooms, groups and pairing. */
export function siteRequests({
  edge,
  secrets,
  administrator,
  site,
  secretariat,
  secretary,
  fresh,
  room,
  onRoom,
  list,
}: Ground) {
  /** Creates a commune of Yên Lạc. */
  const unit = async () => {
    const [id, name] = [uuid(), `Xã Mới ${fresh()}`];
    const made = {
      id,
      code: id.slice(-12),
      name,
      folded: fold(name),
      levelId: 'commune',
      parentId: site,
      validFrom: '2021-01-01',
      validTo: null,
    };
    await edge.repositories.sites.apply(coveredTree({ sites: [made] }));
    return made;
  };
  const newGroup = () => ({
    siteId: site,
    name: `Nhóm ${fresh()}`,
    include: [{ kind: 'subtree', siteId: site }],
  });
  const onGroup = async (body?: object): Promise<ActingRequest> => {
    const { id } = await edge.get(savedGroup, 'group.create', { as: secretariat.token, body: newGroup() });
    const asked = { as: secretariat.token, params: { groupId: id }, ...(body && { body }) };
    return { asked, actor: secretary, targetId: id, siteId: site };
  };
  const code = async (endpointId: string): Promise<string> => {
    const made = await edge.get(pairing, 'pairing.create', { as: secretariat.token, body: { endpointId } });
    secrets.add(made.code);
    return made.code;
  };

  return {
    'site.import': async () =>
      list('quantri', null, 'sites', {
        as: administrator.token,
        body: {
          format: 'districts',
          text: await readFile('demo/data/vinhphuc-2025-03-121.tsv', 'utf8'),
          province: { code: '26', name: 'Tỉnh Vĩnh Phúc' },
          validFrom: '2027-01-01',
        },
      }),
    'site.merge': async () => {
      const [double, of] = [await unit(), await unit()];
      const body = { merges: [{ siteId: double.id, intoSiteId: of.id }] };
      const as = administrator.token;
      const { digest } = await edge.get(mergeCheck, 'site.checkMerge', { as, body });
      const asked = { as, body: { ...body, digest } };
      return { asked, actor: 'quantri', targetId: double.id, siteId: double.id };
    },
    'site.create': async () => {
      const code = `99${fresh()}`;
      const body = { code, name: `Xã Mới ${code}`, levelId: 'commune', parentId: site };
      return { asked: { as: administrator.token, body }, actor: 'quantri' };
    },
    'site.change': async () => {
      const { id } = await unit();
      const body = { name: `Xã Đổi Tên ${fresh()}` };
      const asked = { as: administrator.token, params: { siteId: id }, body };
      return { asked, actor: 'quantri', targetId: id, siteId: id };
    },
    'site.retire': async () => {
      const { id } = await unit();
      const asked = { as: administrator.token, params: { siteId: id } };
      const validTo = '2027-01-01';
      const { digest } = await edge.get(retirementCheck, 'site.checkRetirement', {
        ...asked,
        query: { validTo },
      });
      const body = { validTo, digest };
      return { asked: { ...asked, body }, actor: 'quantri', targetId: id, siteId: id };
    },
    'endpoint.create': async () => {
      const body = { siteId: site, name: `Phòng họp ${fresh()}` };
      return { asked: { as: secretariat.token, body }, actor: secretary, siteId: site };
    },
    'endpoint.change': () => onRoom({ body: { name: `Hội trường ${fresh()}` } }),
    'endpoint.move': async () => {
      const { id } = await unit();
      return { ...(await onRoom({ body: { siteId: id } })), siteId: id };
    },
    'endpoint.setClearance': async () => ({
      ...(await onRoom({ as: administrator.token, body: { cleared: true } })),
      actor: 'quantri',
    }),
    'endpoint.retire': () => onRoom(),
    'group.create': async () => {
      const asked = { as: secretariat.token, body: newGroup() };
      return { asked, actor: secretary, siteId: site };
    },
    'group.change': () => onGroup({ name: `Nhóm ${fresh()}` }),
    'group.remove': () => onGroup(),
    'pairing.create': async () => {
      const { id } = await room();
      const asked = { as: secretariat.token, body: { endpointId: id } };
      return { asked, actor: secretary, targetId: id, siteId: site };
    },
    'pairing.createSheet': async () => {
      const { id } = await room();
      const body = { endpointIds: [id], validForS: 86_400 };
      return { asked: { as: secretariat.token, body }, actor: secretary, targetId: id, siteId: site };
    },
    'pairing.grant': async () => {
      const { id } = await room();
      const { code } = await edge.get(shownCode, 'device.showCode', {});
      const body = { endpointId: id, code };
      return { asked: { as: secretariat.token, body }, actor: secretary, targetId: id, siteId: site };
    },
    'device.pair': async () => {
      const { id, name } = await room();
      const asked = { body: { code: await code(id) } };
      return { asked, actor: `${name}, Huyện Yên Lạc`, targetId: id, siteId: site };
    },
    'device.revoke': () => onRoom(),
  } satisfies RequestsOf<typeof siteRoutes>;
}
