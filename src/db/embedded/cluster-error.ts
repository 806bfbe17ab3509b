/** Something is wrong with the embedded database; the message is a plain sentence that says what to do. */
export class ClusterError extends Error {
  override name = 'ClusterError'
}
