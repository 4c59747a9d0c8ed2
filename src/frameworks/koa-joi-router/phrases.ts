import type { Phrases } from '../../recognise/phrases.ts'

export const phrases: Phrases = {
  'cloned-spec': {
    why: 'route(spec) deep-clones the whole spec, compiled Joi schemas included, for ctx.state.route, even where nobody reads that.',
    remedy:
      "Hide `validate` from the clone before route(spec): Object.defineProperty(spec, 'validate', { value: spec.validate, enumerable: false }). Validation reads the original; only ctx.state.route.validate goes.",
  },
}
