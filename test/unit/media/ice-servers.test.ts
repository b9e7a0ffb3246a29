import { expect } from 'chai';
import { iceServers } from '../../../server/media/ice-servers.ts';

describe('iceServers', () => {
  const turn = { urls: ['turns:hop.example:5349'], secret: 'north', credentialTtlS: 3600 };

  it('returns no server where no TURN server is configured', () => {
    expect(iceServers(null, 'a', 0)).to.deep.equal([]);
  });

  it('makes the username and the password that coturn expects', () => {
    // printf 1700003600:a | openssl dgst -sha1 -hmac north -binary | base64
    expect(iceServers(turn, 'a', 1_700_000_000_999)).to.deep.equal([
      {
        urls: ['turns:hop.example:5349'],
        username: '1700003600:a',
        credential: 'WPvgEh4Vnz7ArNPHe5jxmjk215Q=',
      },
    ]);
  });
});
