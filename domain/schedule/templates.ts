import type { ProductTemplateId, TemplatePlan } from '../../protocol/rest/meetings/templates.ts';

const item = (title: string, plannedMinutes: number) => ({ title, plannedMinutes, speakers: [] });

/**
 * What most templates have in common: every endpoint below the organiser is invited, and there is no lobby.
 */
const usual = {
  description: '',
  preparationMinutes: 15,
  clearingMinutes: 5,
  admission: 'open',
  needsChair: false,
  classification: 'unclassified',
  needsApproval: false,
  recorded: false,
  selections: [{ include: [{ kind: 'organiser' }], except: [], role: 'delegate' }],
  invitees: [],
  rule: null,
} satisfies Partial<TemplatePlan>;

/**
 * The templates that come with the product. Titles and agendas are in the language of the sessions, whatever
 * the language of the page.
 */
export const productTemplates: Readonly<Record<ProductTemplateId, TemplatePlan>> = {
  'weekly-briefing': {
    ...usual,
    title: 'Giao ban tuần của UBND tỉnh',
    durationMinutes: 120,
    agenda: [
      item('Điểm danh, thông qua chương trình', 5),
      item('Báo cáo kết quả tuần trước và nhiệm vụ tuần này', 20),
      item('Ý kiến của các sở, ngành', 30),
      item('Ý kiến của các địa phương', 40),
      item('Kết luận của chủ tọa', 25),
    ],
    rule: 'FREQ=WEEKLY;COUNT=13',
  },
  storm: {
    ...usual,
    title: 'Họp khẩn phòng, chống bão',
    durationMinutes: 90,
    // An emergency: its rooms are held for the session only, without time before or after it.
    preparationMinutes: 0,
    clearingMinutes: 0,
    agenda: [
      item('Tin bão và dự báo mưa, lũ', 10),
      item('Tình hình tại các địa phương', 30),
      item('Lực lượng, phương tiện và phương án sơ tán', 30),
      item('Chỉ đạo của chủ tọa', 20),
    ],
  },
  training: {
    ...usual,
    title: 'Tập huấn trực tuyến',
    durationMinutes: 180,
    agenda: [
      item('Khai mạc', 10),
      item('Nội dung tập huấn, phần 1', 70),
      item('Nghỉ giải lao', 15),
      item('Nội dung tập huấn, phần 2', 60),
      item('Hỏi đáp, bế mạc', 25),
    ],
  },
  'council-session': {
    ...usual,
    title: 'Kỳ họp HĐND',
    durationMinutes: 480,
    preparationMinutes: 60,
    clearingMinutes: 30,
    // Each arrival is checked against the list of the council's members.
    admission: 'lobby',
    needsChair: true,
    agenda: [
      item('Chào cờ, khai mạc', 20),
      item('Báo cáo của UBND và các cơ quan tư pháp', 90),
      item('Báo cáo thẩm tra của các ban HĐND', 60),
      item('Thảo luận', 90),
      item('Chất vấn và trả lời chất vấn', 120),
      item('Biểu quyết thông qua các nghị quyết', 60),
      item('Bế mạc', 20),
    ],
  },
};

/**
 * A series' rule with `count` occurrences instead of its own end: that end is past when the rule is used
 * again.
 */
export const countedRule = (rule: string, count: number): string =>
  [...rule.split(';').filter((part) => !/^(?:COUNT|UNTIL)=/.test(part)), `COUNT=${count}`].join(';');
