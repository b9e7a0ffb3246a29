import type { EndpointView } from '../protocol/rest/sites/endpoints.ts';
import { administratorLogin, conductorLogin, demoAccounts } from './accounts.ts';
import type { Passwords } from './accounts.ts';

export interface WayIn {
  readonly url: string;
  readonly metricsUrl: string;
  readonly passwords: Passwords;
  /** Rooms that are not simulated, with the codes that pair a machine with them. */
  readonly freeRooms: readonly { readonly endpoint: EndpointView; readonly code: string }[];
}

const roleNames = {
  chair: 'Chủ tọa · Chair',
  secretary: 'Thư ký · Secretary',
  operator: 'Kỹ thuật · Operator',
} as const;

/** The ways to join, for a person: Vietnamese first, English beside it. */
export function waysIn({ url, metricsUrl, passwords, freeRooms }: WayIn): string {
  const signIn = (name: string, login: string) => [name, login, passwords.get(login) ?? ''];
  const sections = [
    [
      ['Trang chính · Main page', url],
      ['Trang điểm cầu · Room page', new URL('/room', url).href],
      ['Số liệu · Metrics', metricsUrl],
    ],
    [
      ['Vai trò · Role', 'Đăng nhập · Login', 'Mật khẩu · Password'],
      ...demoAccounts
        .filter(({ login }) => login !== conductorLogin)
        .map(({ login, role }) => signIn(roleNames[role], login)),
      signIn('Quản trị · Administrator', administratorLogin),
    ],
    [
      ['Mã ghép điểm cầu · Room pairing code', 'Điểm cầu · Room'],
      ...freeRooms.map(({ endpoint, code }) => [code, placed(endpoint)]),
    ],
  ];
  return `\n${sections.map(columns).join('\n')}\n`;
}

const placed = ({ name, parentSiteName }: EndpointView): string =>
  parentSiteName === null ? name : `${name}, ${parentSiteName}`;

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (widths, row) => row.map((cell, index) => Math.max(widths[index] ?? 0, cell.length)),
    [],
  );
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('   ')}`.trimEnd();
  return rows.map((row) => `${line(row)}\n`).join('');
}
