import { ArgumentError } from './argumentError';
import { parseOptions } from './parseOptions';
import { portNumber } from './portNumber';
import { upstreamUrl } from './upstreams';

const options = { help: { type: 'boolean' }, into: { type: 'string', default: 'here' } } as const;

describe('the options of a command', () => {
  it('have their values, their defaults, or none', () => {
    expect({ ...parseOptions('npm start', [], options) }).toEqual({ into: 'here' });
    expect({ ...parseOptions('npm start', ['--help', '--into', 'x'], options) }).toEqual({ help: true, into: 'x' });
  });

  it.each([[['--nonsense']], [['--into']], [['--help=yes']], [['what']]])(
    'are refused in one readable message for %j',
    (args) => {
      expect(() => parseOptions('npm start', args, options)).toThrow(ArgumentError);
      expect(() => parseOptions('npm start', args, options)).toThrow(/npm start -- --help lists the options\.$/);
    }
  );
});

describe('the URL of an upstream', () => {
  it('is one of http or https', () => {
    expect(upstreamUrl('--trino', 'https://trino.example/base', 'http://localhost:8080').host).toBe('trino.example');
  });

  it.each(['localhost:9090', '//me:hunter2@host', 'ftp://me:hunter2@host', ''])(
    'is not %j, which is not repeated: it may hold a password',
    (text) => {
      const call = () => upstreamUrl('--trino', text, 'http://localhost:8080');
      expect(call).toThrow(new ArgumentError('--trino needs a URL such as http://localhost:8080'));
    }
  );
});

describe('a port', () => {
  it.each(['0', '80', '65535'])('may be %s', (text) => {
    expect(portNumber(text)).toBe(Number(text));
  });

  it.each(['65536', '-1', '1e3', '0x50', '', ' 80', '999999999999'])('is not %j', (text) => {
    expect(() => portNumber(text)).toThrow(/--port needs a number from 0 to 65535/);
  });
});
