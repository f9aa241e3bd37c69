import { expect, test } from 'vitest';
import { MARKER, recordingHost, replayHost } from '../../src/host/recording.ts';
import { fakeHost, linux, NOW } from '../support/fake-host.ts';

test('a recording answers as the host did, call by call, whatever the deadline', async () => {
  let asked = 0;
  const { host, calls } = recordingHost(
    fakeHost({ exec: async () => ({ status: 'exited', code: asked++, stdout: '', stderr: '', truncated: false }) }),
  );
  await host.exec({ argv: ['a'], timeoutMs: 10 });
  await host.exec({ argv: ['a'], timeoutMs: 20 });
  const replay = replayHost(
    JSON.parse(JSON.stringify({ [MARKER]: 1, doctor: '0', options: {}, startedAt: NOW, machine: linux, calls })),
  );
  const codes = [];
  for (let i = 0; i < 3; i++) codes.push(await replay.exec({ timeoutMs: 999, argv: ['a'] }));
  expect(codes).toMatchObject([{ code: 0 }, { code: 1 }, { code: 1 }]);
  expect(replay.now()).toBe(NOW);
});

test('what was never asked fails with that reason', async () => {
  const replay = replayHost({ [MARKER]: 1, doctor: '0', options: {}, startedAt: NOW, machine: linux, calls: [] });
  expect(await replay.readText({ path: '/x' })).toMatchObject({
    status: 'failed',
    reason: 'the recording does not hold this',
  });
});
