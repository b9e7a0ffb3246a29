import { catalogue } from './language.ts';

const vi = {
  wrongTooOften: (wait: string) => `Vừa có nhiều lần nhập sai. Hãy đợi ${wait} rồi thử lại.`,
  askedTooOften: (wait: string) =>
    `Mạng này vừa gửi quá nhiều yêu cầu. Không mất dữ liệu nào. Hãy đợi ${wait} rồi thử lại.`,
  sentTooMuch: (wait: string) =>
    `Vừa gửi quá nhiều trong thời gian ngắn. Nội dung này chưa được gửi. Hãy thử lại sau ${wait}.`,
  over: 'Bạn có thể thử lại ngay bây giờ.',
  until: (action: string, wait: string) => `${action} (còn ${wait})`,
};

export const waitWords = catalogue({
  vi,
  en: {
    wrongTooOften: (wait) => `There were many wrong entries just now. Wait ${wait}, then try again.`,
    askedTooOften: (wait) =>
      `This network has just sent too many requests. Nothing is lost. Wait ${wait}, then try again.`,
    sentTooMuch: (wait) => `You have sent a lot in a short time. This was not sent. Try again in ${wait}.`,
    over: 'You may try again now.',
    until: (action, wait) => `${action} (in ${wait})`,
  },
});
