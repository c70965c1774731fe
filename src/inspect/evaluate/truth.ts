/** Whether a condition holds in production: in, a value; out, yes, no or unknown, and how sure that is. */

import type { Value } from './value.ts';

export interface Truth {
  readonly value: boolean | null;
  readonly sure: boolean;
}

const undecided: Truth = { value: null, sure: false };

/** Python's truth of a value. From the environment it is what the assumed value says, but not sure. */
export function truthOf(value: Value): Truth {
  const sure = (answer: boolean): Truth => ({ value: answer, sure: true });
  switch (value.kind) {
    case 'bool':
      return sure(value.value);
    case 'text':
      return sure(value.text !== '');
    case 'number':
      return sure(value.value !== 0);
    case 'none':
    case 'off':
      return sure(false);
    case 'list':
      return value.items.length > 0 ? sure(true) : value.complete ? sure(false) : undecided;
    case 'dict':
      return value.entries.size > 0 ? sure(true) : value.complete ? sure(false) : undecided;
    case 'path':
    case 'external':
    case 'function':
    case 'lambda':
    case 'class':
    case 'module':
    case 'reader':
      return sure(true);
    case 'environment': {
      const assumed = truthOf(value.assumed);
      return { value: assumed.value, sure: assumed.sure && value.settled };
    }
    case 'either': {
      const truths = value.options.map(truthOf);
      const first = truths[0] ?? undecided;
      return { value: first.value, sure: truths.every((truth) => truth.sure && truth.value === first.value) };
    }
    default:
      return undecided;
  }
}
