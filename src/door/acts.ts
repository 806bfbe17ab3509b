import type { Opened } from './opened.ts'

/**
 * What a statement's purposes are used for by the program; each organisation says in `uses` which of its purposes serves it.
 * So no purpose is named in code.
 */
export type Use = 'support' | 'registration' | 'review'

/** Under which purpose: by use; or, where a person chose one from the statement's list, that one. */
export type Purpose = Use | { purpose: string }

/** A look: it opens parts of a dossier (or of the whole organisation) for reading, searching or reviewing. */
export type View<Part extends string, Action extends string, Input, Result> = {
  event: string
  action: Action
  parts: readonly Part[]
  use: Purpose
  run(opened: Opened<NoInfer<Part>, NoInfer<Action>>, input: Input): Promise<Result>
}

/** A change. The same shape: a change is a look that writes. */
export type Command<Part extends string, Input, Result> = View<Part, 'write', Input, Result>

/** Names a view. The compiler sees to it that its stores get no more than its parts and action. */
export function view<const Part extends string, const Action extends string, Input, Result>(
  definition: View<Part, Action, Input, Result>,
): View<Part, Action, Input, Result> {
  return definition
}

/** Names a command: action write. */
export function command<const Part extends string, Input, Result>(
  definition: Omit<Command<Part, Input, Result>, 'action'>,
): Command<Part, Input, Result> {
  return { ...definition, action: 'write' }
}
