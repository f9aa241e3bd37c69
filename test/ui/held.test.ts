import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { createRelease } from '../../src/ui/released.ts';
import { bin, root } from '../support/bundle.ts';
import { fakeDocker } from '../support/fake-docker.ts';
import { type FakeGateway, fakeGateway } from '../support/fake-gateway.ts';
import { openTerminal } from '../support/terminal.ts';

describe('a key that may be held down', () => {
  it('counts as released once it has not come for a while', () => {
    vi.useFakeTimers();
    try {
      const release = createRelease();
      const call = vi.fn();
      release.pressed();
      release.after(call);
      for (let repeat = 0; repeat < 40; repeat += 1) {
        vi.advanceTimersByTime(33);
        release.pressed();
      }
      expect(call).not.toHaveBeenCalled();
      vi.advanceTimersByTime(700);
      expect(call).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });
});

let gateway: FakeGateway;
beforeAll(async () => {
  gateway = await fakeGateway();
  await gateway.start();
});
afterAll(() => gateway.remove());

test.skipIf(process.platform === 'win32')(
  'Enter held down leads to the first command and does not run it; pressed again it does',
  { timeout: 60_000 },
  async () => {
    const docker = fakeDocker(gateway.port);
    docker.hold('stop');
    const terminal = openTerminal({
      argv: [process.execPath, bin, '--only', 'state-dir/state-not-durable'],
      cwd: root,
      env: docker.env,
    });
    try {
      await terminal.waitFor('enter options', 30_000);
      // As keyboards repeat: after half a second, then thirty times a second.
      terminal.press('\r');
      await new Promise((resolve) => setTimeout(resolve, 500));
      const held = setInterval(() => terminal.press('\r'), 33);
      await terminal.waitFor('Step 1 of', 30_000);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      clearInterval(held);
      expect(docker.held()).toEqual([]);
      await terminal.waitFor('enter run it here', 30_000);
      terminal.press('\r');
      await terminal.waitFor('x stop it', 30_000);
      await vi.waitUntil(() => docker.held().length === 1, { timeout: 20_000 });
    } finally {
      terminal.close();
      await terminal.exited;
      docker.remove();
    }
  },
);
