import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  hashOfNone,
  hashPassword,
  verifyPassword,
} from '../../../server/identity/passwords/password-hash.ts';
import { newPairingCode } from '../../../server/identity/secrets/opaque-secrets.ts';
import { keptTokenSecret } from '../../../server/identity/secrets/token-secret.ts';
import { createPasskeys } from '../../../server/identity/factors/passkeys.ts';
import { createSealing } from '../../../server/identity/secrets/sealing.ts';
import { createTokens } from '../../../server/identity/passes/tokens.ts';
import { newTotpSecret, totpStep } from '../../../server/identity/factors/totp.ts';
import { pairingCode } from '../../../protocol/rest/identity/devices.ts';

describe('passwords', function () {
  this.timeout(20_000);

  it('are stored as argon2id with OWASP’s parameters and a salt of their own', async () => {
    const [one, two] = await Promise.all([hashPassword('mật khẩu'), hashPassword('mật khẩu')]);
    expect(one).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.to.equal(two);
    expect(await verifyPassword(one, 'mật khẩu')).to.equal(true);
    expect(await verifyPassword(one, 'mật khấu')).to.equal(false);
  });

  it('are verified with the parameters that they were stored with', async () => {
    // From the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 24 -e
    const kept = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await verifyPassword(kept, 'password')).to.equal(true);
    expect(await verifyPassword(kept, 'Password')).to.equal(false);
  });

  it('never match the hash for an unknown login, which has the same parameters', async () => {
    const none = hashOfNone();
    expect(none.slice(0, 30)).to.equal((await hashPassword('mật khẩu')).slice(0, 30));
    expect(await verifyPassword(none, 'mật khẩu')).to.equal(false);
  });

  it('stored in another format cause an error, not a match', async () => {
    let refused: unknown;
    await verifyPassword('password', 'password').catch((error: unknown) => (refused = error));
    expect(refused).to.be.instanceOf(Error);
  });
});

describe('the key that signs tokens', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'diemcau-key-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is created once, readable by the server only, even when several servers start at once', async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, () => keptTokenSecret(join(folder, 'data'))));
    const file = join(folder, 'data', 'token-secret');
    expect(new Set(keys).size).to.equal(1);
    expect(keys[0]).to.have.length(64);
    expect(await readFile(file, 'utf8')).to.equal(keys[0]);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await keptTokenSecret(join(folder, 'data'))).to.equal(keys[0]);
  });

  it('is refused where it is too short', async () => {
    await writeFile(join(folder, 'token-secret'), 'ngan');
    let refused: unknown;
    await keptTokenSecret(folder).catch((error: unknown) => (refused = error));
    expect(refused).to.be.instanceOf(Error);
  });
});

describe('codes of an authenticator', () => {
  // RFC 6238, appendix B: the key is "12345678901234567890"; these are the last six of its eight digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const vectors = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ] as const;

  it('are those of RFC 6238, and give the number of their time step', () => {
    for (const [atS, code] of vectors) {
      expect(totpStep(secret, code, atS * 1_000)).to.equal(Math.floor(atS / 30));
      expect(totpStep(secret, code, (atS + 30) * 1_000)).to.equal(Math.floor(atS / 30));
      expect(totpStep(secret, code, (atS + 90) * 1_000)).to.equal(undefined);
    }
  });

  it('have secrets of 160 bits, each a different one', () => {
    const secrets = Array.from({ length: 50 }, newTotpSecret);
    expect(new Set(secrets).size).to.equal(50);
    for (const each of secrets) expect(each).to.match(/^[A-Z2-7]{32}$/);
  });
});

describe('sealed secrets', () => {
  const sealing = createSealing('k'.repeat(40));

  it('open only with the same key and purpose, unchanged', () => {
    const sealed = sealing.seal('bí mật', 'totp 1');
    expect(sealed).not.to.equal(sealing.seal('bí mật', 'totp 1'));
    expect(createSealing('k'.repeat(40)).open(sealed, 'totp 1')).to.equal('bí mật');
    expect(sealing.open(sealed, 'totp 2')).to.equal(undefined);
    expect(createSealing('x'.repeat(40)).open(sealed, 'totp 1')).to.equal(undefined);
    const bytes = Buffer.from(sealed, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(sealing.open(changed.toString('base64url'), 'totp 1')).to.equal(undefined);
    }
    for (const none of ['', 'khong', '!']) expect(sealing.open(none, 'totp 1')).to.equal(undefined);
  });

  it('have digests that depend on the key and the purpose', () => {
    expect(sealing.digest('HK47PRNX3C', 'a')).to.equal(sealing.digest('HK47PRNX3C', 'a'));
    expect(sealing.digest('HK47PRNX3C', 'a')).not.to.equal(sealing.digest('HK47PRNX3C', 'b'));
    expect(sealing.digest('HK47PRNX3C', 'a')).not.to.equal(
      createSealing('x'.repeat(40)).digest('HK47PRNX3C', 'a'),
    );
  });
});

describe('passkeys', () => {
  it('are offered only where a browser can bind them to the address', () => {
    for (const url of ['https://hop.vinhphuc.example', 'https://hop.example:8443', 'http://localhost:8080']) {
      expect(createPasskeys(url), url).not.to.equal(undefined);
    }
    for (const url of [null, 'http://hop.vinhphuc.example', 'https://10.1.2.3', 'https://[::1]:8443']) {
      expect(createPasskeys(url), `${url}`).to.equal(undefined);
    }
  });
});

describe('pairing codes', () => {
  it('are eight unambiguous characters, and are read as people type them', () => {
    const codes = Array.from({ length: 200 }, newPairingCode);
    expect(new Set(codes).size).to.equal(200);
    for (const code of codes) {
      expect(code).to.match(/^[34679ACDEFGHJKMNPQRTWXY]{8}$/);
      const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `;
      expect(pairingCode.parse(typed)).to.equal(code);
    }
  });
});

describe('tokens', () => {
  it('are valid for their lifetime, by the clock that is passed in', () => {
    let now = 1_000_000_000_000;
    const settings = { issuer: 'diemcau', secret: 'k'.repeat(32), accessTokenTtlS: 600, joinTokenTtlS: 60 };
    const tokens = createTokens(settings, () => now);
    const sub = '0192f0a0-0000-7000-8000-000000000001';
    const { token, expiresAtMs } = tokens.issueAccess({ sub, kind: 'account', sid: sub });
    expect(expiresAtMs).to.equal(now + 600_000);
    now = expiresAtMs - 1;
    expect(tokens.verifyAccess(token)).to.deep.equal({ ok: true, sub, kind: 'account', sid: sub });
    now = expiresAtMs;
    expect(tokens.verifyAccess(token)).to.deep.equal({ ok: false, code: 'token-expired' });
  });
});
