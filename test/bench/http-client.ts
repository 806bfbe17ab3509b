import { connect, type Socket } from 'node:net'

/** Connections that stay open, one request at a time each: as little work as can be on the asking side. */
export class KeepAlive {
  readonly #port: number
  readonly #free: Connection[] = []

  constructor(port: number) {
    this.#port = port
  }

  /** Asks and returns the size of the body; anything but 200 is an error. */
  async get(path: string, headers = ''): Promise<number> {
    let connection = this.#free.pop()
    // The server may have closed one that stood idle while the other arms ran.
    while (connection?.closed) connection = this.#free.pop()
    connection ??= await Connection.open(this.#port)
    const size = await connection.ask(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n`)
    this.#free.push(connection)
    return size
  }

  close(): void {
    for (const connection of this.#free) connection.close()
  }
}

class Connection {
  readonly #socket: Socket
  #parts: Buffer[] = []
  #done: ((size: number) => void) | undefined
  #failed: ((error: Error) => void) | undefined

  get closed(): boolean {
    return this.#socket.destroyed || !this.#socket.writable
  }

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (part) => this.#read(part))
    socket.on('error', (error) => this.#failed?.(error))
    socket.on('close', () => this.#failed?.(new Error('the server closed the connection')))
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket)))
      socket.once('error', reject)
    })
  }

  ask(request: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = resolve
      this.#failed = reject
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#failed = undefined
    this.#socket.destroy()
  }

  #read(part: Buffer): void {
    this.#parts.push(part)
    const whole = this.#parts.length === 1 ? part : Buffer.concat(this.#parts)
    const end = whole.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = whole.toString('latin1', 0, end)
    const size = Number(/content-length: (\d+)/i.exec(head)?.[1])
    if (Number.isNaN(size)) this.#failed?.(new Error(`an answer without a length: ${head.slice(0, 60)}`))
    if (whole.length < end + 4 + size) return
    this.#parts = []
    if (head.startsWith('HTTP/1.1 200')) this.#done?.(size)
    else this.#failed?.(new Error(head.slice(0, 40)))
  }
}
