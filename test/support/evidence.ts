import { shippedRules } from 'virtual:shipped-rules';
import { diagnose } from '../../src/doctor.ts';
import { type EvidenceFile, evidencePatient } from '../../src/from/evidence.ts';
import { Redactor } from '../../src/host/clean.ts';
import type { Report } from '../../src/model/report.ts';

/** What the shipped rules say of an evidence file, read as `--from` reads it. */
export async function reportOn(evidence: EvidenceFile): Promise<Report> {
  const { facts } = await evidencePatient(new Redactor().clean(evidence), 'a report');
  return (await diagnose(facts, { rules: shippedRules, failOn: 'error' })).report;
}
