import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Certificate {
  /** PEM, with the chain that the file has. */
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Epoch ms. */
  readonly expiresAtMs: number;
}

const soonMs = 14 * 24 * 60 * 60 * 1_000;

/** @throws Error where a file cannot be read, is not PEM, or the key belongs to another certificate */
export async function readCertificate({ certFile, keyFile }: CertificateFiles): Promise<Certificate> {
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
  createSecureContext({ cert, key });
  return { cert, key, expiresAtMs: Date.parse(new X509Certificate(cert).validTo) };
}

/**
 * Reads the files again every `everyMs`, because renewal overwrites them; the system's file watches miss
 * files behind links. Ignores a certificate and a key that do not match, as when only one of the two is
 * written yet.
 */
export function followCertificate(
  files: CertificateFiles,
  first: Certificate,
  {
    everyMs,
    now,
    logger,
    renewed,
  }: {
    readonly everyMs: number;
    readonly now: () => number;
    readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
    readonly renewed: (certificate: Certificate) => void;
  },
): Disposable & { readonly expiresAtMs: () => number } {
  let current = first;
  let lastFailure = '';
  let warnedAtMs = Number.NEGATIVE_INFINITY;
  let stopped = false;

  const look = async (): Promise<void> => {
    try {
      const found = await readCertificate(files);
      lastFailure = '';
      if (stopped || digestOf(found) === digestOf(current)) return;
      renewed(found);
      current = found;
      logger.info({ expiresAt: new Date(found.expiresAtMs).toISOString() }, 'the new certificate is in use');
    } catch (error) {
      const failure = String(error);
      // Log each failure once, not every half minute.
      if (failure !== lastFailure)
        logger.error({ err: error }, 'the certificate cannot be reloaded; the one in use stays');
      lastFailure = failure;
    }
  };
  const warn = (): void => {
    if (current.expiresAtMs - now() > soonMs || Math.abs(now() - warnedAtMs) < 24 * 60 * 60 * 1_000) return;
    warnedAtMs = now();
    logger.warn({ expiresAt: new Date(current.expiresAtMs).toISOString() }, 'the certificate expires soon');
  };
  logger.info({ expiresAt: new Date(first.expiresAtMs).toISOString() }, 'the certificate is in use');
  warn();
  const timer = setInterval(() => void look().then(warn), everyMs).unref();
  return {
    expiresAtMs: () => current.expiresAtMs,
    [Symbol.dispose]() {
      stopped = true;
      clearInterval(timer);
    },
  };
}

const digestOf = ({ cert, key }: Certificate): string =>
  createHash('sha256').update(cert).update(key).digest('hex');
