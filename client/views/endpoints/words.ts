import { catalogue } from '../../i18n/language.ts';

const vi = {
  tags: 'Nhãn',
  tagsOf: 'Nhãn của điểm cầu',
  tagsHint: 'Các từ ngắn, cách nhau bằng dấu phẩy: miền núi, phòng lớn, mạng dự phòng.',
  tagsInvalid: 'Nhiều nhất 20 nhãn, mỗi nhãn không quá 40 ký tự.',
  anyTag: 'Tất cả',
  saveTags: 'Lưu nhãn',
  details: 'Sửa thông tin',
  line: 'Đường truyền',
  lineHint: 'Theo hợp đồng của cơ quan; để trống nếu không rõ. Có hiệu lực khi điểm cầu vào họp lần sau.',
  lineDown: 'Tải xuống (kbit/s)',
  lineUp: 'Tải lên (kbit/s)',
  lineInvalid: 'Cần số nguyên từ 64 kbit/s trở lên.',
  lineOf: (down: string, up: string) => `Đường truyền: xuống ${down}, lên ${up} kbit/s`,
};

export const endpointWords = catalogue({
  vi,
  en: {
    tags: 'Tags',
    tagsOf: 'Tags of the room',
    tagsHint: 'Short words with commas between them: mountains, large room, spare line.',
    tagsInvalid: 'At most 20 tags of 40 characters each.',
    anyTag: 'All',
    saveTags: 'Save the tags',
    details: 'Edit',
    line: 'Line',
    lineHint: 'As the office has contracted it; leave empty what is not known. Counts from the next join.',
    lineDown: 'Down (kbit/s)',
    lineUp: 'Up (kbit/s)',
    lineInvalid: 'Whole numbers from 64 kbit/s on are needed.',
    lineOf: (down, up) => `Line: ${down} down, ${up} up, kbit/s`,
  },
});
