export type LedgerFaultCode = 'rolled-back' | 'forked' | 'foreign-key' | 'damaged' | 'witness-unreadable'

/** The ledger and what was signed of it do not agree; the message is a plain sentence. Nothing more may be signed. */
export class LedgerFault extends Error {
  override name = 'LedgerFault'
  readonly code: LedgerFaultCode
  readonly organisation: string

  constructor(code: LedgerFaultCode, organisation: string, message: string) {
    super(message)
    this.code = code
    this.organisation = organisation
  }
}
