import type { ComponentChildren } from 'preact'
import { useView } from '../view.ts'

type FormProps = {
  action: string
  /** Fields under each other with air between them. */
  stack?: boolean
  class?: string
  id?: string
  'aria-label'?: string
  children: ComponentChildren
}

/** A form that changes something or carries something personal: always POST, always with the session's token. */
export function Form({ action, stack, class: className, id, children, ...rest }: FormProps) {
  const { csrf } = useView()
  return (
    <form
      method="post"
      action={action}
      id={id}
      class={className ?? (stack ? 'stack' : undefined)}
      novalidate
      {...rest}
    >
      {csrf && <input type="hidden" name="csrf" value={csrf} />}
      {children}
    </form>
  )
}

/** A form that only asks for a page (filter, period): GET, so nothing personal may be in it. */
export function FilterForm({ action, children }: { action: string; children: ComponentChildren }) {
  return (
    <form method="get" action={action} class="row">
      {children}
    </form>
  )
}

type ButtonProps = {
  children: ComponentChildren
  /** `secondary` stands beside the one primary action of a page. */
  kind?: 'primary' | 'secondary'
  name?: string
  value?: string
}

/** A button says what it does: "Laat weten", not "Verzenden". */
export function Button({ children, kind = 'primary', name, value }: ButtonProps) {
  return (
    <button type="submit" class={`utrecht-button utrecht-button--${kind}-action`} name={name} value={value}>
      {children}
    </button>
  )
}

/** A link to the next page that looks like a button. */
export function ButtonLink({
  href,
  children,
  kind = 'primary',
}: {
  href: string
  children: ComponentChildren
  kind?: ButtonProps['kind']
}) {
  return (
    <a href={href} class={`utrecht-button-link utrecht-button utrecht-button--${kind}-action`}>
      {children}
    </a>
  )
}
