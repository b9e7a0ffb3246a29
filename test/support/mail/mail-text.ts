/** The plain text of a mail that the service sent. */
export function textInMail(raw: string): string {
  const part =
    /content-type: text\/plain[^\r\n]*\r\n(?<head>(?:[^\r\n]+\r\n)*)\r\n(?<body>[\s\S]*?)(?:\r\n--|$)/i.exec(
      raw,
    );
  const { head = '', body = '' } = part?.groups ?? {};
  if (/encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  if (/encoding: quoted-printable/i.test(head)) {
    const bytes = body
      .replaceAll('=\r\n', '')
      .replaceAll(/=(?<hex>[\dA-F]{2})/gi, (_, hex: string) =>
        String.fromCodePoint(Number.parseInt(hex, 16)),
      );
    return Buffer.from(bytes, 'latin1').toString('utf8');
  }
  return Buffer.from(body, 'latin1').toString('utf8');
}
