import { describe } from 'vitest';
import { fromLan, type Over } from '../attempts.ts';
import { hold, NEW, SILENT } from '../boundaries.ts';
import { LAN_PAGE, ofProxy, onLanPage, onLocalhost } from '../scenes.ts';

describe('the identity', () => {
  const skew = (clockSkewMs: number): Over => ({ device: { clockSkewMs } });
  const disabled = { controlUi: { allowedOrigins: [LAN_PAGE], dangerouslyDisableDeviceAuth: true } };
  hold([
    ['2026.9.6', 'a clock two minutes off', 'cli', skew(120_000), SILENT],
    ['2026.9.6', 'a clock a little more off', 'cli', skew(120_001), 'refused: device-proof'],
    ['2026.2.19', 'a clock ten minutes off', 'cli', skew(-600_000), SILENT],
    ['2026.2.19', 'a clock a little more off, then', 'cli', skew(-600_001), 'refused: device-proof'],
    [
      '2026.5.7',
      'the terminal’s UI is held to the Control UI’s rule',
      'tui',
      { device: null },
      'refused: no-device-identity',
    ],
    [
      '2026.9.6',
      'webchat may do with the secret',
      'webchat',
      onLocalhost({ device: null }),
      'without-device by shared-secret',
    ],
    [
      '2026.1.29',
      'a wrong token is token enough, and then wrong',
      'cli',
      { device: null, credentials: { token: 'wrong' } },
      'refused: secret-wrong',
    ],
    [
      '2026.1.29',
      'with allowInsecureAuth a password is enough, and then no token',
      'control-ui',
      {
        device: null,
        credentials: { token: null, password: 'right' },
        gateway: { controlUi: { allowInsecureAuth: true } },
      },
      'refused: secret-missing',
    ],
    [
      '2026.9.6',
      'auth none makes no secret of a token',
      'cli',
      { device: null, gateway: { auth: { mode: 'none' } } },
      'refused: no-device-identity',
    ],
    [
      '2026.9.6',
      'a proxy’s user may do without at a CLI',
      'cli',
      ofProxy({ device: null }),
      'without-device by shared-secret',
    ],
    [
      '2026.9.6',
      'a proxy’s user may not as a node',
      'control-ui',
      ofProxy({ device: null, client: { role: 'node' } }),
      'refused: no-device-identity',
    ],
    [
      '2026.5.7',
      'dangerouslyDisableDeviceAuth isn’t for nodes',
      'control-ui',
      onLanPage({ client: { role: 'node' }, gateway: disabled }),
      'refused: no-device-identity',
    ],
    [
      '2026.5.7',
      'dangerouslyDisableDeviceAuth isn’t for CLIs',
      'cli',
      fromLan({ device: null, credentials: { token: null }, gateway: disabled }),
      'refused: no-device-identity',
    ],
    ['2026.9.6', 'a backend by its id alone isn’t the gateway’s own', 'backend', { client: { mode: 'cli' } }, SILENT],
    ['2026.9.6', 'a backend by its mode alone isn’t the gateway’s own', 'cli', { client: { mode: 'backend' } }, SILENT],
    ['2026.9.6', 'a backend in a browser isn’t the gateway’s own', 'backend', onLocalhost(), NEW],
    [
      '2026.9.6',
      'a backend without the secret isn’t the gateway’s own',
      'backend',
      { credentials: { token: null, bootstrapToken: 'right' } },
      SILENT,
    ],
    [
      '2026.9.6',
      'a backend as node isn’t the gateway’s own',
      'backend',
      { device: null, client: { role: 'node' } },
      'refused: no-device-identity',
    ],
  ]);
});
