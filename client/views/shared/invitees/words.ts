import { catalogue, type BothLanguages } from '../../../i18n/language.ts';
import type { Findable } from './find-invitees.ts';

type ByFindable = Readonly<Record<Findable, string>>;
const toInvite: BothLanguages<ByFindable> = {
  vi: { rooms: 'Điểm cầu sẽ mời', 'rooms-and-people': 'Điểm cầu và người sẽ mời' },
  en: { rooms: 'Rooms to invite', 'rooms-and-people': 'Rooms and people to invite' },
};
const find: BothLanguages<ByFindable> = {
  vi: {
    rooms: 'Tìm điểm cầu theo tên, không cần dấu',
    'rooms-and-people': 'Tìm điểm cầu, người, nhóm người hoặc đơn vị theo tên, không cần dấu',
  },
  en: {
    rooms: 'Find a room by name, accents not needed',
    'rooms-and-people': 'Find a room, a person, a group or a unit by name, accents not needed',
  },
};

const vi = {
  toInvite: toInvite.vi,
  find: find.vi,
  takeOut: (name: string) => `Bỏ ${name}`,
  person: 'Cá nhân',
  choosePeople: (verb: string, count: number) => `${verb} cả ${count} người này`,
  group: (people: number) => `Nhóm ${people} người`,
  chooseGroup: (verb: string, count: number) => `${verb} ${count} người`,
  roleOf: (name: string) => `Vai trò của ${name}`,
  invited: 'Đã mời',
};

export const inviteeWords = catalogue({
  vi,
  en: {
    toInvite: toInvite.en,
    find: find.en,
    takeOut: (name) => `Leave out ${name}`,
    person: 'Person',
    choosePeople: (verb, count) => `${verb} all ${count} people`,
    group: (people) => `Group of ${people}`,
    chooseGroup: (verb, count) => `${verb} ${count}`,
    roleOf: (name) => `Role of ${name}`,
    invited: 'Invited',
  },
});
