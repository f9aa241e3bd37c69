import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Shell, written } from '../../src/model/shell.ts';
import { commandLines } from '../../src/ui/command-lines.ts';

const argv = ['docker', 'exec', 'gwa', 'openclaw', 'devices', 'approve', 'af964ec2-97e0-4757-83de-47a050036ff7'];

const linesOf = (words: readonly string[], width: number, shell: Shell = 'sh') => {
  const typed = written(words, shell);
  if (typed.status !== 'ok') throw new Error(typed.reason);
  return commandLines(typed, width);
};

describe('a command', () => {
  it('that fits stands on one line', () => {
    expect(linesOf(argv, 100)).toEqual([argv.join(' ')]);
  });

  it('that does not fit is broken between words, never cut', () => {
    expect(linesOf(argv, 38)).toEqual([
      'docker exec gwa openclaw devices \\',
      'approve \\',
      'af964ec2-97e0-4757-83de-47a050036ff7',
    ]);
  });

  it('is broken in the way of its shell', () => {
    expect(linesOf(['docker', 'logs', 'a b'], 14, 'powershell')).toEqual(['docker logs `', "'a b'"]);
    expect(linesOf(['docker', 'logs', 'a b'], 14, 'cmd')).toEqual(['docker logs ^', ' "a b"']);
  });

  it.skipIf(process.platform === 'win32')('can be pasted into a shell however it is broken', () => {
    const words = ['printf', '%s\\n', 'a b', "it's", '$(touch x)', '"', 'plain'];
    const pasted = execFileSync('sh', ['-c', linesOf(words, 12).join('\n')], { encoding: 'utf8' });
    expect(pasted).toBe(`${words.slice(2).join('\n')}\n`);
  });
});
