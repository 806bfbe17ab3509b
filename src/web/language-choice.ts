import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { readForm } from './forms.ts'
import { languageCookie, languages } from './language.ts'
import { sameSitePath } from './same-site-path.ts'

const LanguageForm = Type.Object(
  { language: Type.Enum(languages), back: Type.Optional(Type.String({ maxLength: 500 })) },
  { additionalProperties: false },
)

const aYear = 365 * 24 * 60 * 60

/** `POST /language`: keeps the choice in a cookie and goes back to the page. */
export function addLanguageChoice(site: FastifyInstance): void {
  site.post('/language', async (request, reply) => {
    const labels = { language: 'language', back: 'back' }
    const answer = readForm(LanguageForm, request.body, request.view.language, { labels })
    if (answer.ok) {
      const options = { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: aYear } as const
      reply.setCookie(languageCookie, answer.values.language, options)
    }
    return reply.redirect(sameSitePath(answer.form.values.back), 303)
  })
}
