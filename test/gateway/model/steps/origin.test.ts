import { describe } from 'vitest';
import { fromLan, type Over } from '../attempts.ts';
import { hold, NEW, SILENT } from '../boundaries.ts';
import { LOCALHOST, onLanPage } from '../scenes.ts';

describe('the origin', () => {
  const listed = { controlUi: { allowedOrigins: ['https://Claw.Example.com '] } };
  const page = (host: string, over: Over = {}): Over => ({
    ...over,
    headers: { host, origin: `http://${host}` },
    gateway: listed,
  });
  const lan = (host: string) => fromLan(page(host));
  const noOrigin = { gateway: { controlUi: { allowedOrigins: [] } } };
  hold([
    [
      '2026.9.6',
      'is listed whatever its case',
      'control-ui',
      { headers: { origin: 'https://claw.example.com' }, gateway: listed },
      SILENT,
    ],
    [
      '2026.5.7',
      'is loopback and the client local',
      'control-ui',
      { headers: { origin: 'http://localhost:5173' }, gateway: listed },
      SILENT,
    ],
    [
      '2026.5.7',
      'is loopback and the client remote',
      'control-ui',
      fromLan({ headers: { origin: 'http://localhost:5173' }, gateway: listed }),
      'refused: origin',
    ],
    [
      '2026.9.6',
      'is of a program’s own scheme, and another is listed',
      'control-ui',
      fromLan({
        headers: { origin: 'app://claw' },
        gateway: { controlUi: { allowedOrigins: ['app://other', 'null'] } },
      }),
      'refused: origin',
    ],
    ['2026.9.6', 'is the private address in the Host', 'control-ui', lan('192.168.1.5:18789'), NEW],
    ['2026.9.6', 'is the tailnet address in the Host', 'control-ui', lan('100.101.102.103:18789'), NEW],
    ['2026.9.6', 'is the public address in the Host', 'control-ui', lan('203.0.113.7:18789'), 'refused: origin'],
    ['2026.9.6', 'is *.local in the Host', 'control-ui', lan('claw.local:18789'), NEW],
    ['2026.9.6', 'is *.ts.net in the Host', 'control-ui', lan('claw.tail1234.ts.net'), NEW],
    ['2026.9.6', 'only begins like that', 'control-ui', lan('local.example.com'), 'refused: origin'],
    ['2026.9.6', 'is localhost in the Host of a local client', 'control-ui', page(LOCALHOST), SILENT],
    ['2026.9.6', 'is localhost in the Host of a remote client', 'control-ui', lan(LOCALHOST), 'refused: origin'],
    [
      '2026.9.6',
      'is another private address than the Host',
      'control-ui',
      fromLan({ headers: { origin: 'http://192.168.1.6' }, gateway: listed }),
      'refused: origin',
    ],
    [
      '2026.3.13',
      'is the Host, and that is enough by setting',
      'control-ui',
      onLanPage({ gateway: { controlUi: { dangerouslyAllowHostHeaderOriginFallback: true } } }),
      NEW,
    ],
    [
      '2026.3.13',
      'isn’t the Host, which would be enough',
      'control-ui',
      fromLan({
        headers: { origin: 'https://evil.example' },
        gateway: { controlUi: { dangerouslyAllowHostHeaderOriginFallback: true } },
      }),
      'refused: origin',
    ],
    ['2026.9.6', 'of the Control UI is missing', 'control-ui', noOrigin, 'refused: origin'],
    [
      '2026.9.6',
      'of the Control UI in another mode is missing',
      'control-ui',
      { client: { mode: 'ui' } },
      'refused: origin',
    ],
    ['2026.9.6', 'of webchat is missing', 'webchat', noOrigin, 'refused: origin'],
    ['2026.9.6', 'of webchat in another mode is missing', 'webchat', { client: { mode: 'ui' } }, 'refused: origin'],
    ['2026.9.6', 'of a client in webchat’s mode is missing', 'cli', { client: { mode: 'webchat' } }, 'refused: origin'],
    ['2026.9.6', 'of a CLI is empty', 'cli', { headers: { origin: ' ' } }, SILENT],
    ['2026.9.6', 'of a CLI is no origin', 'cli', { headers: { origin: 'null' } }, 'refused: origin'],
  ]);
});
