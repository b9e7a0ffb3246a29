import { firstAdministratorPath } from '../protocol/rest/identity/one-time-links.ts';

const zone = 'Asia/Ho_Chi_Minh';
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone: zone });

/** Tells the person who starts the service how to create the first administrator: Vietnamese first, English beside it. */
export const firstAdministratorNotice = (
  url: string,
  { token, expiresAtMs }: { readonly token: string; readonly expiresAtMs: number },
): string => `
  Chưa có quản trị viên. Mở liên kết sau để tạo tài khoản quản trị đầu tiên.
  There is no administrator yet. Open this link to create the first one.

    ${new URL(firstAdministratorPath, url).href}#${token}

  Dùng một lần, đến ${moment.format(expiresAtMs)} (giờ Việt Nam). Khởi động lại thì có liên kết mới.
  Works once, until ${moment.format(expiresAtMs)} (Vietnam). Another start prints another link.

`;
