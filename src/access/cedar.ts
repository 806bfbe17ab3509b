import type { PolicyJson } from './policy-json.ts'

/** A file of policies in Cedar's own language. */
export type PolicyText = { from: string; path: string; text: string }

/**
 * Validates the policies against the schema with Cedar's own engine and gives their JSON form.
 * The engine is loaded here only, when a rule has changed: starting does not need it.
 */
export async function parsePolicies(schema: string, files: PolicyText[]): Promise<Map<string, PolicyJson[]>> {
  const { default: cedar } = await import('@cedar-policy/cedar-wasm/nodejs')
  const parsed = new Map<string, PolicyJson[]>()
  for (const file of files) {
    const parts = cedar.policySetTextToParts(file.text)
    if (parts.type === 'failure') throw new Error(`${file.path}: ${messages(parts.errors)}`)
    if (parts.policy_templates.length > 0)
      throw new Error(`${file.path}: templates are not used here; write the rule out`)
    const policies = parts.policies.map((text) => policyOf(cedar.policyToJson(text), file.path))
    const answer = cedar.validate({
      schema,
      policies: { staticPolicies: namedPolicies(parts.policies, policies) },
    })
    if (answer.type === 'failure') throw new Error(`${file.path}: ${messages(answer.errors)}`)
    const faults = [...answer.validationErrors, ...answer.validationWarnings]
    if (faults.length > 0) {
      throw new Error(
        `${file.path}: ${faults.map((fault) => `${fault.policyId}: ${fault.error.message}`).join('\n')}`,
      )
    }
    parsed.set(file.from, policies)
  }
  return parsed
}

function namedPolicies(texts: string[], policies: PolicyJson[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text, index) => [policies[index]?.annotations?.id ?? `policy ${index + 1}`, text]),
  )
}

function policyOf(
  answer: { type: string; json?: unknown; errors?: { message: string }[] },
  path: string,
): PolicyJson {
  if (answer.type === 'failure') throw new Error(`${path}: ${messages(answer.errors ?? [])}`)
  return answer.json as PolicyJson
}

function messages(errors: { message: string }[]): string {
  return errors.map((error) => error.message).join('\n')
}
