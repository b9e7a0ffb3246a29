import { catalogue } from '../../../../i18n/language.ts';

const vi = {
  prepare: 'Chuẩn bị lượt lên hình tiếp theo',
  title: 'Lượt lên hình tiếp theo',
  hint: 'Các điểm cầu chưa thấy gì thay đổi cho đến khi đưa lên. Bấm Esc để hủy.',
  now: 'Đang lên hình',
  next: 'Sẽ lên hình',
  putOn: 'Đưa lên màn hình chính',
  unchanged: 'Giống màn hình hiện nay',
  afterBreak: 'Đưa lên được khi phiên họp tiếp tục sau giờ nghỉ.',
  missing: (names: readonly string[]) =>
    `Không còn trong phiên họp hoặc chỉ dự thính: ${names.join(', ')}. Hãy bỏ ra rồi đưa lên.`,
  speaker: 'Người phát biểu',
  staySpeaker: (name: string | undefined) => `Giữ nguyên: ${name ?? 'chưa ai phát biểu'}`,
  nobody: 'Không ai phát biểu',
  other: 'Chọn người khác',
  add: 'Thêm điểm cầu',
  noneShown: 'Chưa có điểm cầu nào.',
};

export const layoutWords = catalogue({
  vi,
  en: {
    prepare: 'Prepare the next stage',
    title: 'The next stage',
    hint: 'The rooms see no change until it is put on. Esc cancels.',
    now: 'On now',
    next: 'Next',
    putOn: 'Put on stage',
    unchanged: 'The same as what is on now',
    afterBreak: 'It can be put on when the session goes on after the break.',
    missing: (names) =>
      `No longer in the meeting, or only observing: ${names.join(', ')}. Take them out first.`,
    speaker: 'Speaker',
    staySpeaker: (name) => `As now: ${name ?? 'nobody speaks'}`,
    nobody: 'Nobody speaks',
    other: 'Choose another',
    add: 'Add a room',
    noneShown: 'Nobody yet.',
  },
});
