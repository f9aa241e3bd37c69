import { expect, it, vi } from 'vitest';
import type { Diagnosis } from '../../../src/doctor.ts';
import type { Harden } from '../../../src/hardening/open.ts';
import type { runStep } from '../../../src/remedy/run.ts';
import { createController, WATCH_MS } from '../../../src/ui/controller.ts';
import { talk } from '../../../src/ui/plain/talk.ts';
import { sameView, viewText } from '../../../src/ui/plain/view.tsx';
import { linear, themeOf } from '../../../src/ui/theme.ts';
import { handClock } from '../clock.ts';
import {
  approve,
  bindFinding,
  diagnosisOf,
  finding,
  hostNetwork,
  machine,
  moment,
  mountFinding,
  OTHER_REQUEST,
  paired,
  pending,
  REQUEST,
} from '../fakes.ts';

import { firmFacts, looseFacts, measuresOf } from '../measures.ts';

const theme = linear(themeOf({ LANG: 'C.UTF-8' }, 'linux'));

/** A talk about what a look shows until `becomes` says otherwise. */
function talkOf(first: Diagnosis, harden?: Harden) {
  const clock = handClock();
  let present = first;
  const run = vi.fn<typeof runStep>(async () => ({ status: 'ok' }));
  const controller = createController({
    session: machine(async () => present),
    clean: (text) => text,
    clock,
    run,
    harden,
  });
  let said = '';
  const take = talk({
    controller,
    view: (state) => viewText(state, theme, 80),
    same: sameView,
    print: (text) => {
      said += text;
    },
    now: clock.now,
  });
  return {
    controller,
    clock,
    run,
    /** What is said from this line on, once the user has taken the time to read. */
    async answer(line: string | null) {
      await clock.pass(1500);
      said = '';
      take(line);
      await clock.pass(0);
      return said;
    },
    becomes: (next: Diagnosis) => {
      present = next;
    },
    take,
    said: () => said,
  };
}

const both = diagnosisOf([finding, bindFinding]);

it('says each view once and then what can be answered', async () => {
  const { clock, said } = talkOf(both);
  await clock.pass(10_000);
  await expect(said()).toMatchFileSnapshot('../screens/plain-diagnosis.txt');
});

it('a number chooses, an empty line goes on, and what is no answer is said to be none', async () => {
  const { answer, controller } = talkOf(both);
  expect(await answer('2')).toContain('Problem: The gateway listens on 127.0.0.1 inside its container only');
  expect(await answer('3')).toContain('That is none of the answers.');
  expect(await answer('')).toContain('One way to mend it');
  expect(await answer('1')).toContain('Step 1 of 2');
  expect(await answer('back')).toContain('One way to mend it');
  await answer('q');
  await expect(controller.ended).resolves.toBe(1);
});

it('the way now is read once for all options, and what an empty line takes is named', async () => {
  const elsewhere = { ...approve, id: 'elsewhere', title: 'Approve this device in a browser that is approved' };
  const { answer } = talkOf(diagnosisOf([{ ...finding, remedies: [approve, elsewhere, hostNetwork] }]));
  const said = await answer('');
  await expect(`${said}\n`).toMatchFileSnapshot('../screens/plain-options.txt');
  expect(said.match(/dials ws:/g)).toHaveLength(1);
  expect(said).toContain('Enter: take this one (Approve this device from inside the container)');
});

it('a file is written at a y, as the step says', async () => {
  const { answer } = talkOf(diagnosisOf([mountFinding]));
  await answer('');
  const said = await answer('1');
  expect(said).toContain('y writes exactly this');
  expect(said).toContain('y: write it');
  expect(said).not.toContain('Enter');
});

it('the help has every answer that a screen may take', async () => {
  const { answer } = talkOf(diagnosisOf([finding]));
  const said = await answer('?');
  for (const word of ['y', 'd', 'c', 'u', 'f', 'x', 'h', 'r', 's', 'e', 'b', 'q']) {
    expect(said).toMatch(new RegExp(`^${word} {2,}\\S`, 'm'));
  }
});

it('what weakens security takes its word', async () => {
  const { answer } = talkOf(diagnosisOf([finding]));
  await answer('');
  expect(await answer('2')).toContain('insecure');
  expect(await answer('yes')).not.toContain('Step 1');
  expect(await answer('INSECURE')).toContain('tep, on');
});

it('runs nothing on an empty line, only on a y', async () => {
  const { answer, run } = talkOf(diagnosisOf([bindFinding]));
  for (const line of ['', '1']) await answer(line);
  expect(await answer('')).toContain('That is none of the answers.');
  expect(run).not.toHaveBeenCalled();
  expect(await answer('y')).toContain('Running');
  expect(run.mock.calls[0]?.[0]).toEqual(['docker', 'exec', 'gwa', 'openclaw', 'config', 'set', 'x', 'y']);
});

it('leads through an approval, and says nothing again while nothing changes', async () => {
  const { answer, run, clock, said, becomes } = talkOf(moment([pending], []));
  await answer('');
  await answer('1');
  expect(await answer('')).toContain('1.  the CLI "laptop" (cli) on linux');
  const before = said();
  await clock.pass(WATCH_MS * 3);
  expect(said()).toBe(before);
  expect(await answer('1')).toContain('Approve this device? Only if it is yours.');
  run.mockImplementation(async () => {
    becomes(moment([], [paired]));
    return { status: 'ok' };
  });
  expect(await answer('y')).toContain('Waiting for the client');
  expect(run.mock.calls[0]?.[0]).toContain(REQUEST);
  becomes(moment([], [{ ...paired, seenAt: paired.approvedAt }]));
  await clock.pass(WATCH_MS);
  expect(said()).toContain('OK: Connected');
});

it('takes no answer that was typed before its question came up', async () => {
  const renewed = { ...pending, requestId: OTHER_REQUEST };
  const { answer, run, clock, take, said, becomes } = talkOf(moment([pending], []));
  for (const line of ['', '1', '', '1']) await answer(line);
  becomes(moment([renewed], []));
  for (let count = 0; count < 40 && !said().includes(OTHER_REQUEST); count += 1) await clock.pass(100);
  take('y');
  expect(said()).toContain('This came up while you typed.');
  expect(run).not.toHaveBeenCalled();
  expect(await answer('y')).toContain('Running');
  expect(run.mock.calls[0]?.[0]).toContain(OTHER_REQUEST);
});

it('lists the measures with numbers, takes one, and says what the new look shows', async () => {
  const [loose, firm] = await Promise.all([measuresOf(looseFacts), measuresOf(firmFacts)]);
  let measures = loose;
  const { answer, run, controller } = talkOf(diagnosisOf([]), async () => measures);
  await expect(`${await answer('h')}\n`).toMatchFileSnapshot('../screens/plain-hardening.txt');
  expect(await answer('8')).toContain('That is none of the answers.');
  expect(await answer('7')).toContain('\n> ');
  expect(await answer('1')).toContain('One way to do it');
  expect(await answer('1')).toContain('y: run it here');
  run.mockImplementation(async () => {
    measures = firm;
    return { status: 'ok' };
  });
  expect(await answer('')).toContain('That is none of the answers.');
  expect(await answer('y')).toContain('OK: Done, and the new look shows it: Take out dangerouslyDisableDeviceAuth');
  expect(run).toHaveBeenCalledTimes(1);
  expect(await answer('b')).not.toContain('Keep it from coming back');
  await answer('q');
  await expect(controller.ended).resolves.toBe(0);
});

it('ends where no more lines come, and at a q', async () => {
  for (const line of [null, 'q', ' Quit ']) {
    const { answer, controller } = talkOf(both);
    await answer(line);
    await expect(controller.ended).resolves.toBe(1);
  }
});
