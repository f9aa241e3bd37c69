import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { copyText, type Surroundings } from '../../src/host/clipboard.ts';

/** A place with these variables, in which those programs are installed. */
function place(env: Surroundings['env'], programs: readonly string[] = [], platform = 'linux') {
  const sequences: string[] = [];
  const piped: { argv: readonly string[]; input: Buffer }[] = [];
  const around: Surroundings = {
    env,
    platform,
    write: (text) => void sequences.push(text),
    pipe: async (argv, input) => {
      piped.push({ argv, input });
      return programs.includes(argv[0] ?? '');
    },
  };
  return { around, sequences, piped };
}

const osc52 = (text: string) => `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;

describe('a text is copied', () => {
  it('by the terminal alone, which does not answer', async () => {
    const { around, sequences, piped } = place({});
    expect(await copyText('docker logs ‘gwa’', around)).toEqual({ status: 'sent' });
    expect({ sequences, piped }).toEqual({ sequences: [osc52('docker logs ‘gwa’')], piped: [] });
  });

  it('whatever it holds, with no byte of it in the sequence', async () => {
    const { around, sequences } = place({});
    await copyText('\u0007\u001b]0;title\u0007\u001b\\', around);
    expect(sequences[0]?.slice(7, -1)).toMatch(/^[\w+/=]+$/);
  });

  it('through tmux and by its own buffer', async () => {
    const { around, sequences, piped } = place({ TMUX: '/tmp/tmux-0/default,1,0' }, ['tmux']);
    expect(await copyText('x', around)).toEqual({ status: 'copied' });
    expect(sequences).toEqual([`\u001bPtmux;\u001b${osc52('x')}\u001b\\`]);
    expect(piped.map(({ argv }) => argv)).toEqual([['tmux', 'load-buffer', '-w', '-']]);
  });

  it('by the next program where one is missing', async () => {
    const { around, piped } = place({ WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' }, ['xsel']);
    expect(await copyText('x', around)).toEqual({ status: 'copied' });
    expect(piped.map(({ argv }) => argv[0])).toEqual(['wl-copy', 'xclip', 'xsel']);
  });

  it('not into the clipboard of a machine that one is logged in to from afar', async () => {
    const { around, piped } = place({ SSH_CONNECTION: '10.0.0.2 1 10.0.0.3 22' }, ['pbcopy'], 'darwin');
    expect(await copyText('x', around)).toEqual({ status: 'sent' });
    expect(piped).toEqual([]);
  });

  it('for Windows in its own characters, also from within WSL', async () => {
    const { around, piped } = place({ WSL_DISTRO_NAME: 'Debian' }, ['clip.exe']);
    await copyText('plain', around);
    await copyText('über', around);
    expect(piped.map(({ input }) => input.toString('latin1'))).toEqual(['plain', '\u00fc\0b\0e\0r\0']);
  });

  it('not by a terminal that shows whatever it gets', async () => {
    const { around, sequences } = place({ TERM: 'dumb' });
    expect(await copyText('x', around)).toEqual({ status: 'failed', reason: 'there is no clipboard here' });
    expect(sequences).toEqual([]);
  });

  it('not by the terminal where that would drop it', async () => {
    const { around, sequences } = place({});
    const reason = 'it is too long for the terminal';
    expect(await copyText('x'.repeat(60_000), around)).toEqual({ status: 'failed', reason });
    expect(await copyText('x'.repeat(700), { ...around, env: { STY: '1.tty' } })).toEqual({ status: 'failed', reason });
    expect(sequences).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('into a real program, which may stay behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-clip-'));
    writeFileSync(join(folder, 'xclip'), `#!/bin/sh\ncat >"${folder}/got"\nsleep 5 &\n`);
    chmodSync(join(folder, 'xclip'), 0o755);
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    vi.stubEnv('DISPLAY', ':0');
    for (const name of ['TMUX', 'STY', 'WAYLAND_DISPLAY', 'SSH_CONNECTION', 'SSH_TTY', 'WSL_DISTRO_NAME']) {
      vi.stubEnv(name, undefined);
    }
    const startedAt = Date.now();
    expect(await copyText('a\nb')).toEqual({ status: 'copied' });
    expect(readFileSync(join(folder, 'got'), 'utf8')).toBe('a\nb');
    expect(Date.now() - startedAt).toBeLessThan(2000);
    vi.unstubAllEnvs();
  });
});
