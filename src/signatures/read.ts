import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { YamlReader } from '../rules/yaml-reader.ts';
import { patternOf, type Signature, type Signatures, type SymptomSignature, symptomStages } from './signature.ts';

/** The file whose signatures are what a gateway or client says when a connection fails. */
const SYMPTOMS = 'symptoms';

const KEYS = ['sign', 'about', 'anchors', 'pattern', 'exact', 'error', 'examples', 'others'];
const SYMPTOM_KEYS = [...KEYS, 'stage'];

/** A signature with the texts that show what it fits, and what it must not. */
export interface SignatureWithExamples extends Signature {
  readonly examples: readonly string[];
  readonly others: readonly string[];
}

/** Every signature of `rules/signatures`. Throws RuleError with the place of a mistake. */
export function readSignatures(folder: string): Signatures {
  const files = signatureFiles(folder).map((file) => ({ topic: basename(file, '.yaml'), signatures: readFile(file) }));
  const symptoms = files.find(({ topic }) => topic === SYMPTOMS)?.signatures ?? [];
  return {
    symptoms: symptoms.map(withoutExamples) as unknown as SymptomSignature[],
    topics: files
      .filter(({ topic }) => topic !== SYMPTOMS)
      .map(({ topic, signatures }) => ({ topic, signatures: signatures.map(withoutExamples) })),
  };
}

const withoutExamples = ({ examples: _, others: __, ...signature }: SignatureWithExamples): Signature => signature;

export const signatureFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));

/** The signatures of one file, examples and all. */
export function readFile(file: string): readonly SignatureWithExamples[] {
  return new SignatureReader(readFileSync(file, 'utf8'), file).read();
}

class SignatureReader extends YamlReader {
  read(): readonly SignatureWithExamples[] {
    const { root } = this;
    if (!isSeq(root)) return this.fail(root, 'signatures are a list');
    const seen = new Set<string>();
    return (root.items as Node[]).map((node) => {
      const signature = this.#signature(node);
      if (seen.has(signature.sign)) this.fail(node, `"${signature.sign}" stands above already`);
      seen.add(signature.sign);
      return signature;
    });
  }

  #signature(node: Node): SignatureWithExamples {
    const isSymptom = basename(this.file, '.yaml') === SYMPTOMS;
    const map = this.map(node, 'a signature', isSymptom ? SYMPTOM_KEYS : KEYS);
    const signature: SignatureWithExamples = {
      sign: this.text(map, 'sign'),
      about: this.text(map, 'about'),
      anchors: this.texts(map, 'anchors', (item, anchor) => {
        if (new TextEncoder().encode(anchor).length < 3)
          this.fail(item, `the anchor "${anchor}" is too short to spare any work`);
      }),
      ...(map.has('pattern') ? { pattern: this.#pattern(map) } : {}),
      ...(map.get('exact') === true ? { exact: true as const } : {}),
      ...(map.has('error') ? { error: this.text(map, 'error') } : {}),
      ...(isSymptom ? { stage: this.oneOf(map, 'stage', symptomStages) } : {}),
      examples: this.texts(map, 'examples'),
      others: this.texts(map, 'others'),
    };
    if (signature.anchors.length === 0) this.fail(node, `"${signature.sign}" has no anchors`);
    if (signature.examples.length === 0) this.fail(node, `"${signature.sign}" has no examples`);
    this.#check(map, signature);
    return signature;
  }

  #pattern(map: YAMLMap): string {
    const text = this.text(map, 'pattern').trim();
    try {
      new RegExp(text);
    } catch (error) {
      this.fail(map.get('pattern', true), (error as Error).message);
    }
    return text;
  }

  /** An example shows the pattern and holds an anchor; what is no example shows what the pattern must leave alone. */
  #check(map: YAMLMap, signature: SignatureWithExamples): void {
    const place = (key: string, index: number) => {
      const list = map.get(key, true);
      return isSeq(list) ? (list.items[index] as Node) : isMap(list) || isScalar(list) ? list : map;
    };
    for (const [index, text] of signature.examples.entries()) {
      const lower = text.toLowerCase();
      if (!signature.anchors.some((anchor) => lower.includes(anchor.toLowerCase())))
        this.fail(place('examples', index), `no anchor of "${signature.sign}" stands in this example`);
      if (!patternOf(signature).test(text))
        this.fail(place('examples', index), `the pattern of "${signature.sign}" does not fit this example`);
    }
    for (const [index, text] of signature.others.entries()) {
      if (patternOf(signature).test(text))
        this.fail(place('others', index), `the pattern of "${signature.sign}" fits this, too`);
    }
  }
}
