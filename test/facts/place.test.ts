import { describe, expect, test } from 'vitest';
import { isSameFolder, literalIn, placeOf } from '../../src/facts/place.ts';

const HASH = '4d9e39410bba78dcea561b6c16d98f01cede5129d3b2cc9480124eca0f17adf5';
const onWindows = { platform: 'win32', wsl: null, desktop: true };
const inWsl = { platform: 'linux', wsl: 'Ubuntu', desktop: true };
const onMac = { platform: 'darwin', wsl: null, desktop: true };
const onLinux = { platform: 'linux', wsl: null, desktop: false };

describe('a folder of Windows has one name, however the engine calls it', () => {
  test.each([
    'C:\\Users\\You\\.openclaw',
    'C:/Users/You/.openclaw',
    '/run/desktop/mnt/host/c/Users/You/.openclaw',
    '/host_mnt/c/Users/You/.openclaw',
    '/mnt/host/c/Users/You/.openclaw',
    '/mnt/c/Users/You/.openclaw',
    '//c/Users/You/.openclaw',
    '/c/Users/You/.openclaw',
  ])('%s', (source) => {
    expect(placeOf(source, null, onWindows)).toEqual({
      kind: 'windows',
      name: null,
      path: 'C:\\Users\\You\\.openclaw',
    });
  });

  test('and is compared without regard to case', () => {
    expect(isSameFolder('C:\\Users\\You\\.openclaw', 'c:/users/you/.openclaw/')).toBe(true);
    expect(isSameFolder('/home/you/.openclaw', '/home/You/.openclaw')).toBe(false);
  });
});

test('a folder of a distribution is told by the path that was asked for', () => {
  const source = `/run/desktop/mnt/host/wsl/docker-desktop-bind-mounts/Ubuntu/${HASH}`;
  const path = '\\\\wsl.localhost\\Ubuntu\\home\\you\\.openclaw';
  expect(placeOf(source, '/home/you/.openclaw', onWindows)).toEqual({ kind: 'wsl', name: 'Ubuntu', path });
  expect(placeOf('\\\\wsl$\\Ubuntu\\home\\you\\.openclaw', null, onWindows)).toEqual({
    kind: 'wsl',
    name: 'Ubuntu',
    path,
  });
  expect(placeOf(source, '/home/you/.openclaw', inWsl)).toEqual({
    kind: 'plain',
    name: null,
    path: '/home/you/.openclaw',
  });
});

test('on Linux and macOS a path is what it looks like', () => {
  expect(placeOf('/c/Users/You', null, onLinux)).toEqual({ kind: 'plain', name: null, path: '/c/Users/You' });
  expect(placeOf('/host_mnt/Users/you/.openclaw', null, onMac).path).toBe('/Users/you/.openclaw');
  expect(placeOf('/mnt/c/x', null, onLinux).kind).toBe('plain');
});

describe('folders that a cloud copies', () => {
  test.each([
    ['C:\\Users\\You\\OneDrive\\Documents\\.openclaw', 'OneDrive'],
    ['C:\\Users\\You\\OneDrive - Contoso\\.openclaw', 'OneDrive'],
    ['/run/desktop/mnt/host/c/Users/You/OneDrive/.openclaw', 'OneDrive'],
    ['C:\\Users\\You\\iCloudDrive\\.openclaw', 'iCloud Drive'],
    ['G:\\My Drive\\.openclaw', 'Google Drive'],
    ['C:\\Users\\You\\Dropbox (Personal)\\.openclaw', 'Dropbox'],
  ])('%s is of %s', (source, name) => {
    expect(placeOf(source, null, onWindows)).toMatchObject({ kind: 'synced', name });
  });
  test.each([
    ['/Users/you/Library/Mobile Documents/com~apple~CloudDocs/.openclaw', 'iCloud Drive'],
    ['/Users/you/Library/CloudStorage/OneDrive-Contoso/.openclaw', 'OneDrive'],
    ['/Users/you/Library/CloudStorage/GoogleDrive-you@example.com/My Drive/.openclaw', 'Google Drive'],
    ['/Users/you/Library/CloudStorage/Egnyte/.openclaw', 'a cloud folder'],
    ['/home/you/Dropbox/.openclaw', 'Dropbox'],
    ['/home/you/Nextcloud/.openclaw', 'Nextcloud'],
  ])('%s is of %s', (source, name) => {
    expect(placeOf(source, null, onMac)).toMatchObject({ kind: 'synced', name });
  });
  test.each(['/home/you/onedrive-notes/.openclaw', '/srv/Box/.openclaw', '/home/dropboxer/.openclaw'])(
    '%s is none',
    (source) => {
      expect(placeOf(source, null, onLinux).kind).toBe('plain');
    },
  );
});

test('a share is on the network', () => {
  expect(placeOf('\\\\nas\\home\\.openclaw', null, onWindows)).toMatchObject({ kind: 'network' });
  expect(placeOf('//nas/home/.openclaw', null, onWindows)).toMatchObject({ kind: 'network' });
});

test.each([
  ['C:\\proj\\%USERPROFILE%\\.openclaw', '%USERPROFILE%'],
  ['/home/you/proj/$env:USERPROFILE/.openclaw', '$env:USERPROFILE'],
  ['/home/you/proj/~/.openclaw', '~'],
  ['C:\\proj\\~\\.openclaw', '~'],
  ['/srv/${HOME}/.openclaw', '${HOME}'],
])('%s holds %s, which nobody filled in', (source, part) => {
  expect(literalIn(source)).toBe(part);
});
test.each(['/home/you/.openclaw', 'C:\\Users\\You~1\\.openclaw', '/srv/100%/x'])('%s is filled in', (source) => {
  expect(literalIn(source)).toBeUndefined();
});
