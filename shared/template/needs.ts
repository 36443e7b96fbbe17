import { catalogueField } from './field-catalogue.ts'
import type { CompiledInstruction, TemplateNeeds } from './rendering.ts'
import type { Condition, Operand, Token } from './syntax.ts'

function operandTokens(operand: Operand): Token[] {
  return operand.kind === 'expression' ? [operand.expression.token] : []
}

function conditionTokens(condition: Condition): Token[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...conditionTokens(condition.left), ...conditionTokens(condition.right)]
    case 'not':
      return conditionTokens(condition.condition)
    case 'compare':
    case 'contains':
      return [condition.left, condition.right].flatMap(operandTokens)
    case 'in':
      return [condition.left, ...condition.among].flatMap(operandTokens)
    case 'matches':
    case 'empty':
      return operandTokens(condition.left)
  }
}

function tokensOf({ when, values }: CompiledInstruction): Token[] {
  return [
    ...(when === null ? [] : conditionTokens(when.condition)),
    ...values.flatMap(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'expression' ? [part.expression.token] : [])),
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

/** What has to be known of a file before these instructions can be filled in. */
export function templateNeeds(instructions: readonly CompiledInstruction[]): TemplateNeeds {
  const tokens = instructions.flatMap(tokensOf)
  const fields = instructions.some(readsField) || tokens.some(({ kind }) => kind === 'field')
  return {
    fields,
    tags:
      fields ||
      tokens.some((token) => token.kind === 'tag' || (token.kind === 'date' && token.of === 'taken')),
    sha256: tokens.some((token) => token.kind === 'plain' && token.name === 'sha256'),
    counter: tokens.some(({ kind }) => kind === 'counter'),
  }
}
