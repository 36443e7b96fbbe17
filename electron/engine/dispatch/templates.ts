import type { Config } from '../../../shared/config.ts'
import {
  archiveRules,
  type CompiledTemplate,
  compileTemplate,
  type FieldDescription,
  type FieldRules,
  partRules,
} from '../../../shared/template.ts'
import { variablesOf } from '../config/template-mistakes.ts'
import { nearestName } from '../config/nearest-name.ts'
import { UploadError } from '../errors.ts'
import { type Phrase, phraseOf, say } from '../../../shared/phrase.ts'

/** The fields of one archive at one moment, and a text that tells them from others. */
export interface KnownFields {
  rules: FieldRules
  stamp: string
}

interface Compiled {
  stamp: string
  template: CompiledTemplate
}

/** The templates of the configuration, compiled against the fields of each archive once. */
export class Templates {
  readonly #config: Pick<Config, 'templates' | 'codeTables' | 'folders'>
  readonly #compiled = new Map<string, Compiled>()
  /** Archives hand out the same list until they are asked anew, and every file asks. */
  readonly #known = new WeakMap<readonly unknown[], KnownFields>()

  constructor(config: Pick<Config, 'templates' | 'codeTables' | 'folders'>) {
    this.#config = config
  }

  /**
   * What is known of fields: what the archive says, else what is commonly so.
   *
   * @param fieldIds the only fields that the destination has (`Abilities.fieldIds`)
   */
  fields(descriptions: readonly FieldDescription[] | null, fieldIds: readonly number[] | null): KnownFields {
    const list = fieldIds ?? descriptions
    if (list === null) return { rules: archiveRules(null), stamp: 'catalogue' }
    const known = this.#known.get(list) ?? {
      rules: fieldIds === null ? archiveRules(descriptions) : partRules(fieldIds),
      stamp: JSON.stringify(list),
    }
    this.#known.set(list, known)
    return known
  }

  /**
   * @param archive whose fields are meant: names are its own
   * @throws UploadError `refused` (`template-unusable`) when the template is not there, or does not fit this archive
   */
  get(name: string, archive: string, fields: KnownFields): CompiledTemplate {
    const key = JSON.stringify([name, archive])
    const known = this.#compiled.get(key)
    if (known?.stamp === fields.stamp) return known.template
    const config = this.#config.templates.find((template) => template.name === name)
    if (config === undefined) throw unusable(say`There is no template named «${name}» any more.`)
    const result = compileTemplate(config, {
      variables: variablesOf(this.#config.folders),
      tables: this.#config.codeTables.map((table) => table.name),
      rules: fields.rules,
      suggest: nearestName,
    })
    if ('mistakes' in result) {
      const [first] = result.mistakes
      throw unusable(
        say`The template «${name}» does not fit this archive: ${first === undefined ? say`it cannot be read` : phraseOf(first.words, first.said)}.`,
      )
    }
    this.#compiled.set(key, { stamp: fields.stamp, template: result.template })
    return result.template
  }
}

function unusable(what: Phrase): UploadError {
  return new UploadError('refused', {
    code: 'template-unusable',
    what,
    means: say`Nothing was sent.`,
    remedy: say`Mend the template in the configuration, restart Sluice, then retry the job.`,
    isRetried: false,
  })
}
