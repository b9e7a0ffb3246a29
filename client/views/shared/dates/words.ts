import { catalogue } from '../../../i18n/language.ts';

const vi = {
  chooseDay: (field: string) => `Chọn ngày trên lịch: ${field}`,
  chooseTime: (field: string) => `Chọn giờ trong danh sách: ${field}`,
  dayShape: 'ngày/tháng/năm',
  timeShape: 'giờ:phút',
  dayInvalid: 'Ngày chưa đúng. Nhập ngày/tháng/năm, ví dụ 07/12/2026.',
  timeInvalid: 'Giờ chưa đúng. Nhập giờ:phút theo 24 giờ, ví dụ 14:30.',
  previousYear: 'Năm trước',
  previousMonth: 'Tháng trước',
  nextMonth: 'Tháng sau',
  nextYear: 'Năm sau',
  today: 'Hôm nay',
  clear: 'Xóa ngày',
};

export const datesWords = catalogue({
  vi,
  en: {
    chooseDay: (field) => `Choose a day in the calendar: ${field}`,
    chooseTime: (field) => `Choose a time in the list: ${field}`,
    dayShape: 'day/month/year',
    timeShape: 'hours:minutes',
    dayInvalid: 'This is no date. Type day/month/year, such as 07/12/2026.',
    timeInvalid: 'This is no time. Type hours:minutes on the 24-hour clock, such as 14:30.',
    previousYear: 'Previous year',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    nextYear: 'Next year',
    today: 'Today',
    clear: 'Clear',
  },
});
