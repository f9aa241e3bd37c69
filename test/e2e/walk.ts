import type { Terminal } from '../support/terminal.ts';

/** From the first screen to the first step of approving the device that a gateway behind NAT has refused. */
export async function toApprovalStep(terminal: Terminal): Promise<void> {
  await terminal.waitFor('not as local', 30_000);
  await terminal.waitFor('enter options');
  terminal.press('\r');
  await terminal.waitFor('Approve this device from inside the container');
  await terminal.waitFor('enter take this one');
  terminal.press('\r');
  await terminal.waitFor('Step 1 of 2');
  await terminal.waitFor('enter see who asks');
}

/** On from there to the list of who waits. */
export async function toRequests(terminal: Terminal): Promise<void> {
  await toApprovalStep(terminal);
  terminal.press('\r');
  await terminal.waitFor('for approval');
}
