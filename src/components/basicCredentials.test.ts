import { encodeBasicCredentials, userNameProblem } from './basicCredentials';

describe('Basic credentials', () => {
  it('are user and password in base64, as the header carries them', () => {
    expect(encodeBasicCredentials('Aladdin', 'open sesame')).toBe('QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
  });

  it('are encoded as UTF-8, so that every password can be sent', () => {
    const decoded = Buffer.from(encodeBasicCredentials('jürgen', 'пароль 🔑'), 'base64').toString('utf8');
    expect(decoded).toBe('jürgen:пароль 🔑');
  });

  it('cannot hold a user name with a colon, which would end it early', () => {
    expect(userNameProblem('team:a')).toMatch(/colon/);
    expect(userNameProblem('team-a')).toBeUndefined();
  });
});
