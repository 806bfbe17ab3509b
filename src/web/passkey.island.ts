/// <reference lib="dom" />
// Asks the browser for a passkey and sends its answer with the form. Without this script the form works with a code.
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-passkey]')) {
  const box = button.closest<HTMLElement>('[data-passkey-box]')
  if (!box || !window.PublicKeyCredential) continue
  box.hidden = false
  button.addEventListener('click', () => void answer(button))
}

async function answer(button: HTMLButtonElement): Promise<void> {
  const { form } = button
  const field = form?.elements.namedItem('passkey')
  const status = document.getElementById('passkey-status')
  if (!form || !(field instanceof HTMLInputElement)) return
  const options = JSON.parse(button.dataset.passkeyOptions ?? '{}')
  options.challenge = bytes(options.challenge)
  for (const one of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])])
    one.id = bytes(one.id)
  try {
    const make = button.dataset.passkey === 'create'
    if (make) options.user.id = bytes(options.user.id)
    const credential = make
      ? await navigator.credentials.create({ publicKey: options })
      : await navigator.credentials.get({ publicKey: options })
    field.value = JSON.stringify(plain(credential as PublicKeyCredential))
    form.submit()
  } catch {
    if (status) status.textContent = button.dataset.passkeyFailed ?? ''
  }
}

/** The answer as the server reads it: every binary part in base64url. */
function plain(credential: PublicKeyCredential): unknown {
  const { response } = credential
  const parts: Record<string, unknown> = { clientDataJSON: text(response.clientDataJSON) }
  if (response instanceof AuthenticatorAttestationResponse) {
    parts.attestationObject = text(response.attestationObject)
    parts.transports = response.getTransports?.() ?? []
  } else if (response instanceof AuthenticatorAssertionResponse) {
    parts.authenticatorData = text(response.authenticatorData)
    parts.signature = text(response.signature)
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: parts,
    clientExtensionResults: {},
  }
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (letter) =>
    letter.charCodeAt(0),
  )
}

function text(binary: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(binary), (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
