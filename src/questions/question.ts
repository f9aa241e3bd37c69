/** A question as rules/questions holds it: what each answer would mean, and which facts answer it already. */
export interface QuestionPlan {
  readonly id: string;
  readonly ask: string;
  readonly how: string;
  readonly unless: readonly string[];
  readonly answers: readonly { readonly answer: string; readonly rule: string }[];
}
