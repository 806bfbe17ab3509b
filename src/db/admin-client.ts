import pg from 'pg'

/** Work on one connection of its own, for what does not fit a pool: migrations, passwords, making databases. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'gestand admin' })
  // A break also fails the statement that runs; without a listener it would end the process besides.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
