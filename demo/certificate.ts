import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

const dayMs = 24 * 60 * 60 * 1_000;

/**
 * Returns the certificate for an address. It is kept, so that a browser that trusts it need not be asked
 * again.
 */
export async function certificateFor(address: string, folder: string): Promise<CertificateFiles> {
  const files = { certFile: join(folder, 'certificate.pem'), keyFile: join(folder, 'certificate-key.pem') };
  if (isValid(files.certFile, address) && existsSync(files.keyFile)) return files;
  const { cert, private: key } = await generate([{ name: 'commonName', value: address }], {
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 365 * dayMs),
    extensions: [
      // Programs on this machine use it as its own authority.
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: address }] },
    ],
  });
  writeFileSync(files.keyFile, key, { mode: 0o600 });
  writeFileSync(files.certFile, cert);
  return files;
}

/** Makes this process trust the certificate, as a person does by dismissing the browser's warning. */
export function trust(certFile: string): void {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(certFile, 'utf8')]);
}

function isValid(certFile: string, address: string): boolean {
  if (!existsSync(certFile)) return false;
  const certificate = new X509Certificate(readFileSync(certFile));
  return certificate.checkIP(address) !== undefined && certificate.validToDate.getTime() > Date.now() + dayMs;
}
