import { shippedRules } from 'virtual:shipped-rules';
import { expect, test } from 'vitest';
import { sessionFrom } from '../../src/from/read.ts';
import { Redactor } from '../../src/host/clean.ts';
import { createHost } from '../../src/host/real.ts';
import { pathOf } from '../../src/ui/finding-path.ts';
import { root } from '../support/bundle.ts';

test('where no gateway is started, no connection gets to a later stage', async () => {
  const redactor = new Redactor();
  const source = {
    from: `${root}/fixtures/containers/26-percent-userprofile-literal`,
    container: undefined,
    host: createHost(redactor),
    clean: <T>(value: T) => redactor.clean(value),
  };
  const diagnosis = await (await sessionFrom(source, shippedRules, 'error')).look();
  const path = pathOf(diagnosis, diagnosis.report.findings[0]);
  expect(path.flatMap(({ stage, status }) => (status === 'failed' ? [stage] : []))).toEqual(['tcp']);
  expect(path.at(-1)).toMatchObject({ status: 'skipped', detail: 'not reached: tcp failed' });
});
