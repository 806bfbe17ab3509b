import type { FastifyInstance, FastifyReply } from 'fastify'
import { h, isValidElement, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { ToldContext } from './view.ts'

/** Answers with a page. */
export function sendPage(reply: FastifyReply, page: VNode, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').serializer(htmlOf).send(page)
}

function htmlOf(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`
}

/**
 * Finds out what the header tells a person, just before a page is written: then it is known who they are, and for who can have nothing
 * to be told nothing is asked.
 */
export function tellInHeader(site: FastifyInstance): void {
  site.addHook('preSerialization', async (request, _reply, page) => {
    const { told, ...view } = request.view
    if (!told || !isValidElement(page)) return page
    // Asked once: the page about a fault in asking must not ask again.
    request.view = view
    return h(ToldContext.Provider, { value: await told() }, page)
  })
}
