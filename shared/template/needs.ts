import { catalogueField } from './field-catalogue.ts'
import type { CompiledInstruction, TemplateNeeds } from './rendering.ts'
import type { Condition, Expression, Operand } from './syntax.ts'

function operandExpressions(operand: Operand): Expression[] {
  return operand.kind === 'expression' ? [operand.expression] : []
}

function conditionExpressions(condition: Condition): Expression[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...conditionExpressions(condition.left), ...conditionExpressions(condition.right)]
    case 'not':
      return conditionExpressions(condition.condition)
    case 'compare':
    case 'contains':
      return [condition.left, condition.right].flatMap(operandExpressions)
    case 'in':
      return [condition.left, ...condition.among].flatMap(operandExpressions)
    case 'matches':
    case 'empty':
      return operandExpressions(condition.left)
  }
}

function expressionsOf({ when, values }: CompiledInstruction): Expression[] {
  return [
    ...(when === null ? [] : conditionExpressions(when.condition)),
    ...values.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'expression' ? [part.expression] : [])),
    ),
  ]
}

/**
 * Whether what the field has already makes a difference: not where one value simply replaces another. Fields outside
 * the catalogue may be bags, and those are added to.
 */
function readsField({ id, action, onlyIfEmpty }: CompiledInstruction): boolean {
  if (onlyIfEmpty) return true
  if (action === 'erase') return false
  return action !== 'add' || (catalogueField(id)?.isBag ?? true)
}

/**
 * What has to be known before these instructions can be filled in.
 * @param codes names of the tables whose codes are replaced in every value
 */
export function templateNeeds(
  instructions: readonly CompiledInstruction[],
  codes: readonly string[],
): TemplateNeeds {
  const expressions = instructions.flatMap(expressionsOf)
  const tokens = expressions.map(({ token }) => token)
  const mapped = expressions.flatMap(({ filters }) =>
    filters.flatMap((filter) => (filter.kind === 'map' ? [filter.table] : [])),
  )
  const fields = instructions.some(readsField) || tokens.some(({ kind }) => kind === 'field')
  return {
    fields,
    tags:
      fields ||
      tokens.some((token) => token.kind === 'tag' || (token.kind === 'date' && token.of === 'taken')),
    sha256: tokens.some((token) => token.kind === 'plain' && token.name === 'sha256'),
    tables: [...new Set([...codes, ...mapped])],
    counter: tokens.some(({ kind }) => kind === 'counter'),
  }
}
