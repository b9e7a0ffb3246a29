import { catalogue } from '../../i18n/language.ts';

const vi = {
  contacts: 'Liên hệ',
  contactsOf: 'Người liên hệ',
  contactsHint: 'Gọi theo thứ tự này khi điểm cầu chưa sẵn sàng.',
  noContacts: 'Chưa có ai.',
  personName: 'Họ và tên',
  phone: 'Điện thoại',
  addPerson: 'Thêm người',
  removePerson: (name: string) => `Bỏ ${name}`,
};

export const siteWords = catalogue({
  vi,
  en: {
    contacts: 'Contacts',
    contactsOf: 'Contacts',
    contactsHint: 'Called in this order when a room is not ready.',
    noContacts: 'Nobody yet.',
    personName: 'Full name',
    phone: 'Telephone',
    addPerson: 'Add a person',
    removePerson: (name) => `Drop ${name}`,
  },
});
