import { domainToASCII } from 'node:url';
import addressparser from 'nodemailer/lib/addressparser';

/** An address in the form for comparison: lower case, domain in ASCII. Only `mailAddress` makes one. */
export type MailAddress = string & { readonly __brand: 'MailAddress' };

/** @returns undefined if the text is not an address with a domain */
export function mailAddress(text: string): MailAddress | undefined {
  const normal = text.trim().normalize('NFC').toLowerCase();
  const at = normal.lastIndexOf('@');
  const domain = domainToASCII(normal.slice(at + 1));
  if (at < 1 || domain === '' || /[\s\p{Cc}]/u.test(normal)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parser: it has just been made what the type says
  return `${normal.slice(0, at)}@${domain}` as MailAddress;
}

/** The addresses in a header such as From or To (RFC 5322, 3.4), including those of groups. */
export const addressesInHeader = (header: string): readonly MailAddress[] =>
  addressparser(header, { flatten: true }).flatMap(({ address }) => mailAddress(address) ?? []);
