import type { Topic } from './topic.ts';

const vi = {
  badge: 'Họp khẩn',
  calling: 'Họp khẩn! Mời vào họp ngay',
  by: (site: string) => `${site} triệu tập`,
  joinNow: 'Vào họp ngay',
  asksOver: (title: string) => `Họp khẩn: ${title}`,
  goOver: 'Sang phiên họp khẩn',
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
  },
};
