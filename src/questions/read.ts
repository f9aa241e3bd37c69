import { readFileSync } from 'node:fs';
import { isSeq, type Node, type YAMLMap } from 'yaml';
import { shapeOf } from '../model/catalogue.ts';
import { YamlReader } from '../rules/yaml-reader.ts';
import type { QuestionPlan } from './question.ts';

/** The questions of a file. Throws RuleError with the place of a mistake; `ruleIds` are the rules that there are. */
export function readQuestions(file: string, ruleIds: readonly string[]): readonly QuestionPlan[] {
  return new QuestionReader(readFileSync(file, 'utf8'), file, ruleIds).read();
}

class QuestionReader extends YamlReader {
  readonly #ruleIds: readonly string[];

  constructor(text: string, file: string, ruleIds: readonly string[]) {
    super(text, file);
    this.#ruleIds = ruleIds;
  }

  read(): readonly QuestionPlan[] {
    const { root } = this;
    if (!isSeq(root)) return this.fail(root, 'questions are a list');
    return (root.items as Node[]).map((node) => this.#question(node));
  }

  #question(node: Node): QuestionPlan {
    const map = this.map(node, 'a question', ['id', 'ask', 'how', 'unless', 'answers']);
    return {
      id: this.text(map, 'id'),
      ask: this.text(map, 'ask'),
      how: this.text(map, 'how').trim(),
      unless: this.texts(map, 'unless', (item, id) => this.#fact(item, id)),
      answers: this.list(map, 'answers').map((answer) => this.#answer(answer)),
    };
  }

  #fact(node: Node, id: string): void {
    if (!shapeOf(id)) this.fail(node, `there is no fact called "${id}"`);
  }

  #answer(node: Node): QuestionPlan['answers'][number] {
    const map: YAMLMap = this.map(node, 'an answer', ['answer', 'rule']);
    return { answer: this.text(map, 'answer'), rule: this.oneOf(map, 'rule', this.#ruleIds) };
  }
}
