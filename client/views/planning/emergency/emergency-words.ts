import { catalogue } from '../../../i18n/language.ts';

const vi = {
  badge: 'Họp khẩn',
  call: 'Triệu tập họp khẩn',
  hint: 'Phiên họp mở ngay. Các điểm cầu được chọn đều được gọi, kể cả khi đang bận.',
  whom: 'Gọi ai',
  rooms: 'Điểm cầu sẽ gọi',
  chairRoom: 'Điểm cầu của chủ tọa',
  duration: 'Thời lượng',
  hours: (count: number) => `${count} giờ`,
  chairsHere: 'Tôi làm chủ tọa',
  question: (whom: string, endpoints: number | undefined) =>
    endpoints === undefined ? `Gọi ngay: ${whom}?` : `Gọi ngay ${endpoints} điểm cầu: ${whom}?`,
  called: (count: number) => `Đã triệu tập ${count} điểm cầu, người`,
  heldElsewhere: 'Những điểm cầu sau đang được giữ cho phiên khác và thấy lời gọi trên màn hình:',
};

export const emergencyWords = catalogue({
  vi,
  en: {
    badge: 'Emergency',
    call: 'Call an emergency session',
    hint: 'It opens at once. All chosen rooms are called, even if they are busy.',
    whom: 'Call',
    rooms: 'Rooms to call',
    chairRoom: 'Room of the chair',
    duration: 'Duration',
    hours: (count) => `${count} ${count === 1 ? 'hour' : 'hours'}`,
    chairsHere: 'I chair it',
    question: (whom, endpoints) =>
      endpoints === undefined
        ? `Call now: ${whom}?`
        : `Call ${endpoints} ${endpoints === 1 ? 'room' : 'rooms'} now: ${whom}?`,
    called: (count) => `${count} rooms and people were called`,
    heldElsewhere: 'These are held for other meetings, and see the call on their screens:',
  },
});
