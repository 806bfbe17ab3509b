/// <reference lib="dom" />
// Keeps what somebody types as a draft on the server, every few seconds and when the page goes out of sight.
// Without this script the form works all the same: the draft is then what the button sends.
const every = 4000

for (const area of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-draft]')) keepDraft(area)

function keepDraft(area: HTMLTextAreaElement): void {
  const url = area.dataset.draft
  const status = document.getElementById(`${area.id}-status`)
  if (!url || !status || !area.form) return
  const form = area.form
  let kept = area.value
  let timer: number | undefined
  let busy = false

  const say = (text: string | undefined): void => {
    if (text && status.textContent !== text) status.textContent = text
  }

  const save = async (keepalive: boolean): Promise<void> => {
    window.clearTimeout(timer)
    timer = undefined
    if (busy || area.value === kept) return
    busy = true
    const value = area.value
    const body = new URLSearchParams({ [area.name]: value })
    const csrf = form.elements.namedItem('csrf')
    if (csrf instanceof HTMLInputElement) body.set('csrf', csrf.value)
    try {
      // A redirect means that the session is over: never follow it, or the sign-in page would look like success.
      const answer = await fetch(url, { method: 'POST', body, keepalive, redirect: 'manual' })
      if (answer.type === 'opaqueredirect' || answer.status === 401) say(area.dataset.draftSignedOut)
      else if (!answer.ok) say(area.dataset.draftFailed)
      else {
        kept = value
        const time = new Date().toLocaleTimeString('nl-NL', {
          hour: 'numeric',
          minute: '2-digit',
          timeZone: 'Europe/Amsterdam',
        })
        say(`${area.dataset.draftSaved} ${time.replace(/^0/, '')}`)
      }
    } catch {
      say(area.dataset.draftFailed)
    }
    busy = false
    if (area.value !== kept) plan()
  }

  const plan = (): void => {
    timer ??= window.setTimeout(() => void save(false), every)
  }

  area.addEventListener('input', plan)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void save(true)
  })
  // What the button sends is no longer a draft.
  form.addEventListener('submit', () => {
    window.clearTimeout(timer)
    kept = area.value
  })
}
