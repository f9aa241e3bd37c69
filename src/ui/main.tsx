import type { Session } from '../session.ts';
export async function walkthrough(_s: Session, _c: (t: string) => string): Promise<number> {
  return 2;
}
