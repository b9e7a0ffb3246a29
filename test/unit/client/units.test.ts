import { expect } from 'chai';
import { byParent, levelsOf, subtrees } from '../../../client/state/conference/units.ts';
import type { Participant } from '../../../protocol/state.ts';
import {
  districts,
  justJoined,
  participantNamed,
  province,
} from '../../support/conference/conference-history.ts';

const commune = (name: string, of: 0 | 1): Participant => ({
  ...participantNamed(name, 'delegate', districts[of]),
  siteName: `Xã ${name}, ${['Huyện Yên Lạc', 'Huyện Bình Xuyên'][of]}`,
  ...justJoined,
  presence: 'waiting',
});
const tamHong = commune('Tam Hồng', 0);
const dongCuong = commune('Đồng Cương', 0);
const trungMy = commune('Trung Mỹ', 1);
const hall: Participant = {
  ...trungMy,
  id: districts[1],
  name: 'Hội trường huyện',
  siteId: districts[1],
  siteName: 'Huyện Bình Xuyên, Tỉnh Vĩnh Phúc',
  sitePath: [province, districts[1]],
  levelId: 'district',
};
const guest: Participant = {
  ...trungMy,
  id: province,
  name: 'Khách',
  siteName: '',
  sitePath: [],
  levelId: null,
};

describe('client: units of participants', () => {
  it('names the units that hold several of them, but not all', () => {
    expect(subtrees([tamHong, dongCuong, trungMy, hall])).to.deep.equal([
      { id: districts[1], name: 'Huyện Bình Xuyên', count: 2 },
      { id: districts[0], name: 'Huyện Yên Lạc', count: 2 },
    ]);
    expect(subtrees([tamHong, trungMy])).to.deep.equal([]);
  });

  it('counts them by level, the highest first, in the language of the screen', () => {
    expect(levelsOf([tamHong, hall, trungMy, guest], 'vi')).to.deep.equal([
      { id: 'district', name: 'Cấp huyện', count: 1 },
      { id: 'commune', name: 'Cấp xã', count: 2 },
    ]);
    expect(levelsOf([{ ...hall, levelId: 'zone' }], 'en')).to.deep.equal([
      { id: 'zone', name: 'zone', count: 1 },
    ]);
  });

  it('groups waiting participants under the unit above', () => {
    const groups = byParent([trungMy, tamHong, guest, dongCuong]);
    expect(groups.map(({ unit, members }) => [unit?.name, members.map(({ name }) => name)])).to.deep.equal([
      [undefined, ['Khách']],
      ['Huyện Bình Xuyên', ['Trung Mỹ']],
      ['Huyện Yên Lạc', ['Tam Hồng', 'Đồng Cương']],
    ]);
  });
});
