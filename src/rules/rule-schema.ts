import { catalogue } from '../model/catalogue.ts';
import { operators } from './conditions.ts';
import { type Field, type FormName, form } from './form.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The JSON Schema of a rule file, for editors: keys, choices, operators, and the facts with what they mean. */
export function ruleSchema(): Schema {
  return fileSchema('rule');
}

/** The same of a measure's file. */
export function measureSchema(): Schema {
  return fileSchema('measure');
}

function fileSchema(kind: 'rule' | 'measure'): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://unpkg.com/openclaw-doctor/dist/${kind}.schema.json`,
    title: `A ${kind} of openclaw-doctor`,
    ...formSchema(kind),
    $defs: {
      fact: {
        description: 'a fact, an item that the rule picks, or a field of one',
        anyOf: [
          ...Object.entries(catalogue).map(([id, { about }]) => ({ const: id, description: about })),
          { type: 'string', pattern: '^[a-zA-Z][\\w-]*(?:\\.\\w+)*$' },
        ],
      },
      condition: { oneOf: [...groups, ...Object.entries(operators).map(comparison)] },
      range: {
        type: 'string',
        description: 'OpenClaw versions, such as ">=2026.4.7 <2026.8.1"',
        pattern: '^(?:(?:>=|>|<=|<|=)?20\\d\\d\\.\\d{1,2}\\.\\d{1,3}(?:-[\\w.]+)?(?:\\s+|$))+$',
      },
    },
  };
}

const condition: Schema = { $ref: '#/$defs/condition' };

const groups: readonly Schema[] = [
  group('all', 'every one of these holds', { type: 'array', minItems: 1, items: condition }),
  group('any', 'at least one of these holds', { type: 'array', minItems: 1, items: condition }),
  group('not', 'this does not hold', condition),
];

function group(key: string, description: string, schema: Schema): Schema {
  return {
    type: 'object',
    required: [key],
    additionalProperties: false,
    properties: { [key]: { ...schema, description } },
  };
}

function comparison([name, { about, takes }]: [string, (typeof operators)[string]]): Schema {
  return {
    type: 'object',
    required: ['fact', name],
    additionalProperties: false,
    properties: { fact: { $ref: '#/$defs/fact' }, [name]: { ...takes, description: about } },
  };
}

function formSchema(name: FormName): Schema {
  const fields = Object.entries(form[name] as Readonly<Record<string, Field>>);
  return {
    type: 'object',
    required: fields.filter(([, { required }]) => required).map(([key]) => key),
    additionalProperties: false,
    properties: Object.fromEntries(
      fields.map(([key, field]) => [key, { ...fieldSchema(field), description: field.about }]),
    ),
  };
}

function fieldSchema({ kind, choices, of }: Field): Schema {
  const text: Schema = { type: 'string', minLength: 1 };
  const inner = of === undefined ? {} : formSchema(of as FormName);
  switch (kind) {
    case 'text':
    case 'words':
      return text;
    case 'texts':
      return { type: 'array', minItems: 1, items: text };
    case 'flag':
      return { const: true };
    case 'choice':
      return { enum: choices };
    case 'choices':
      return { type: 'array', minItems: 1, items: { enum: choices } };
    case 'range':
      return { $ref: '#/$defs/range' };
    case 'condition':
      return condition;
    case 'mapping':
      return inner;
    case 'mappings':
      return { type: 'array', minItems: 1, items: inner };
    case 'picks':
      return { type: 'object', additionalProperties: inner };
    default:
      return kind satisfies never;
  }
}
