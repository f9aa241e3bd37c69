import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandLines } from '../../src/ui/command-lines.ts';

const argv = ['docker', 'exec', 'gwa', 'openclaw', 'devices', 'approve', 'af964ec2-97e0-4757-83de-47a050036ff7'];

describe('a command', () => {
  it('that fits stands on one line', () => {
    expect(commandLines(argv, 100)).toEqual([argv.join(' ')]);
  });

  it('that does not fit is broken between words, never cut', () => {
    expect(commandLines(argv, 38)).toEqual([
      'docker exec gwa openclaw devices \\',
      'approve \\',
      'af964ec2-97e0-4757-83de-47a050036ff7',
    ]);
  });

  it.skipIf(process.platform === 'win32')('can be pasted into a shell however it is broken', () => {
    const words = ['printf', '%s\\n', 'a b', "it's", '$(touch x)', '"', 'plain'];
    const pasted = execFileSync('sh', ['-c', commandLines(words, 12).join('\n')], { encoding: 'utf8' });
    expect(pasted).toBe(`${words.slice(2).join('\n')}\n`);
  });
});
