import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Shell, shellText, written } from '../../src/model/shell.ts';
import { commandLines } from '../../src/ui/command-lines.ts';
import { argumentsOf, readByCmd, readByPowerShell } from './windows.ts';

const REQUEST = 'af964ec2-97e0-4757-83de-47a050036ff7';
const ORIGINS = '["https://claw.example.com","http://192.168.1.4:18789"]';

describe('what people paste', () => {
  const text = (argv: readonly string[], shell: Shell) => {
    const typed = written(argv, shell);
    return typed.status === 'ok' ? `${typed.shell}: ${typed.words.join(' ')}` : typed.reason;
  };

  it('an approval looks the same everywhere', () => {
    const argv = ['docker', 'exec', 'gwa', 'openclaw', 'devices', 'approve', REQUEST];
    for (const shell of ['sh', 'powershell', 'cmd'] as const) {
      expect(text(argv, shell)).toBe(`${shell}: ${argv.join(' ')}`);
    }
  });

  it('JSON goes through each in its own way', () => {
    const argv = ['docker', 'exec', 'gwa', 'openclaw', 'config', 'set', 'gateway.controlUi.allowedOrigins', ORIGINS];
    const common = 'docker exec gwa openclaw config set gateway.controlUi.allowedOrigins';
    const escaped = String.raw`"[\"https://claw.example.com\",\"http://192.168.1.4:18789\"]"`;
    expect(text(argv, 'sh')).toBe(`sh: ${common} '${ORIGINS}'`);
    expect(text(argv, 'cmd')).toBe(`cmd: ${common} ${escaped}`);
    expect(text(argv, 'powershell')).toBe(`powershell: docker --% ${common.slice(7)} ${escaped}`);
  });

  it('quotes that PowerShell would hand to a script are written for cmd', () => {
    const argv = ['openclaw', 'config', 'set', 'gateway.trustedProxies', '["10.0.0.2"]'];
    expect(text(argv, 'powershell')).toBe(String.raw`cmd: openclaw config set gateway.trustedProxies "[\"10.0.0.2\"]"`);
  });

  it('what neither can carry is said, not printed wrong', () => {
    const argv = ['openclaw', 'devices', 'rename', 'x', '50% "off" & more'];
    expect(text(argv, 'cmd')).toBe('cmd can’t carry % or !, which it takes for a variable, safely');
    expect(text(argv, 'powershell')).toBe('PowerShell can’t carry these quotes safely');
    expect(text(['docker', 'exec', 'a\nb'], 'cmd')).toBe('cmd can’t carry a line break or a control character safely');
  });

  it('a program in a folder with a space is called, not said', () => {
    const argv = [String.raw`C:\Program Files\Docker\docker.exe`, 'ps'];
    expect(text(argv, 'powershell')).toBe(String.raw`powershell: & 'C:\Program Files\Docker\docker.exe' ps`);
    expect(text(argv, 'cmd')).toBe(String.raw`cmd: "C:\Program Files\Docker\docker.exe" ps`);
  });
});

describe('whatever is in an argv', () => {
  const all = [...Array(4000).keys()].map(anyArgv);

  it('cmd reads it back, also where a batch file has cmd read it twice', () => {
    const carried = all.filter((argv) => {
      const typed = written(argv, 'cmd');
      if (typed.status !== 'ok') return false;
      for (const line of [typed.words.join(' '), commandLines(typed, 12).join('\n')]) {
        expect(argumentsOf(readByCmd(line))).toEqual(argv);
        expect(argumentsOf(readByCmd(readByCmd(line)))).toEqual(argv);
      }
      return true;
    });
    // What is refused must stay the exception, or the test tells nothing.
    expect(carried.length).toBeGreaterThan(1000);
  });

  it('PowerShell 5.1 and 7 read it back', () => {
    let carried = 0;
    for (const argv of all) {
      const typed = written(argv, 'powershell');
      if (typed.status !== 'ok' || typed.shell !== 'powershell') continue;
      carried += 1;
      for (const line of [typed.words.join(' '), commandLines(typed, 12).join('\n')]) {
        for (const version of ['5.1', '7'] as const) {
          const handedOn = readByPowerShell(line, version);
          expect(argumentsOf(handedOn)).toEqual(argv);
          if (argv[0] === 'openclaw') expect(argumentsOf(readByCmd(handedOn))).toEqual(argv);
        }
      }
    }
    expect(carried).toBeGreaterThan(1000);
  });

  it.skipIf(process.platform === 'win32')('a POSIX shell reads it back', () => {
    const some = all.slice(0, 60).map(([, ...rest]) => rest);
    for (const argv of some) {
      const typed = written(['printf', '%s\\0', ...argv], 'sh');
      if (typed.status !== 'ok') throw new Error(typed.reason);
      const pasted = execFileSync('sh', ['-c', commandLines(typed, 12).join('\n')], { encoding: 'utf8' });
      expect(pasted).toBe(argv.map((part) => `${part}\0`).join('') || '\0');
    }
  });

  it('fish, to which a backslash in quotes means something before a quote and another one, reads it back', () => {
    for (const argv of all) expect(readByFish(shellText(argv))).toEqual(argv);
  });
});

/** An argv of everyday words and of signs that some shell acts on; the same for the same number. */
function anyArgv(seed: number): readonly string[] {
  let state = seed + 1;
  const below = (count: number) => {
    // Knuth's multiplier, as far as 32 bits go.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
  const pick = <T>(from: readonly T[]) => from[below(from.length)] as T;
  const argument = () => {
    if (below(3) === 0) return pick(WORDS);
    return Array.from({ length: below(6) }, () => pick(PIECES)).join('');
  };
  return [pick(['docker', 'openclaw', 'ssh']), ...Array.from({ length: below(5) }, argument)];
}

const WORDS = [
  'exec',
  '--detach',
  '-it',
  '--',
  '-',
  '-a.b',
  '--x=y',
  '-v:z',
  'a@b',
  '1kb',
  '0x10',
  '1e5',
  '.5',
  ORIGINS,
];
const PIECES =
  'a|b|x y| |"|\'|\\|\\\\|/|:|.|-|=|,|;|$(x)|`|~|#|@|{|}|[|]|*|?|’|‘|“|é|\u{1f99e}|&|<|>|^|(|)|%PATH%|!|+|1|\n|\t'
    .split('|')
    // Quotes with something between them are where shells differ most.
    .concat('|', '"', '"', '"&"', '">', '\\"');

/** https://fishshell.com/docs/current/language.html#quotes */
function readByFish(typed: string): readonly string[] {
  const words: string[] = [];
  let current: string | undefined;
  let isQuoted = false;
  for (let at = 0; at < typed.length; at += 1) {
    const sign = typed.charAt(at);
    const next = typed.charAt(at + 1);
    if (sign === "'") {
      isQuoted = !isQuoted;
      current ??= '';
    } else if (sign === '\\' && (!isQuoted || next === "'" || next === '\\')) {
      current = (current ?? '') + next;
      at += 1;
    } else if (sign === ' ' && !isQuoted) {
      if (current !== undefined) words.push(current);
      current = undefined;
    } else current = (current ?? '') + sign;
  }
  return current === undefined ? words : [...words, current];
}
