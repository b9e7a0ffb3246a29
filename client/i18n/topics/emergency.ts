import type { Topic } from './topic.ts';

const vi = {
  badge: 'Họp khẩn',
  calling: 'Họp khẩn! Mời vào họp ngay',
  by: (site: string) => `${site} triệu tập`,
  joinNow: 'Vào họp ngay',
  asksOver: (title: string) => `Họp khẩn: ${title}`,
  goOver: 'Sang phiên họp khẩn',
  call: 'Triệu tập họp khẩn',
  hint: 'Phiên họp mở ngay. Mọi điểm cầu của đơn vị tổ chức và các đơn vị trực thuộc được gọi, kể cả khi đang bận.',
  duration: 'Thời lượng',
  hours: (count: number) => `${count} giờ`,
  chairsHere: 'Tôi chủ trì',
  question: (site: string) => `Gọi ngay mọi điểm cầu của ${site}?`,
  called: (count: number) => `Đã triệu tập ${count} điểm cầu, người`,
  heldElsewhere: 'Những điểm cầu sau đang được giữ cho phiên khác và thấy lời gọi trên màn hình:',
};

export const emergency: Topic<typeof vi> = {
  vi,
  en: {
    badge: 'Emergency',
    calling: 'Emergency session! Please join now',
    by: (site) => `Called by ${site}`,
    joinNow: 'Join now',
    asksOver: (title) => `Emergency session: ${title}`,
    goOver: 'Go to the emergency session',
    call: 'Call an emergency session',
    hint: 'It opens at once. Every room of the organising unit and of those below it is called, whatever it is held for.',
    duration: 'Duration',
    hours: (count) => `${count} ${count === 1 ? 'hour' : 'hours'}`,
    chairsHere: 'I chair it',
    question: (site) => `Call every room of ${site} now?`,
    called: (count) => `${count} rooms and people were called`,
    heldElsewhere: 'These are held for other meetings, and see the call on their screens:',
  },
};
