/** The key `approvals` of the configuration, with its defaults. */
export interface ApprovalSettings {
  /** `inline`: comments permit as well; `record`: approvals on record alone. */
  readonly mode: 'inline' | 'record';
  /** How many different people must approve one statement. */
  readonly required: number;
  /** E-mail addresses of those who may approve, or `CODEOWNERS`; null for anybody. */
  readonly approvers: readonly string[] | 'CODEOWNERS' | null;
  readonly approverIsNotAuthor: boolean;
  /** In days: the longest that an approval holds. */
  readonly maxAge: number;
  /** A regular expression that tickets match; empty where none is asked for. */
  readonly ticketPattern: string;
  readonly backup: 'required' | 'optional';
  /** Whether an approval needs an SSH signature. */
  readonly signed: boolean;
}

/** What holds where the configuration says nothing. */
export const defaultApprovals: ApprovalSettings = {
  mode: 'inline',
  required: 1,
  approvers: null,
  approverIsNotAuthor: false,
  maxAge: 30,
  ticketPattern: '',
  backup: 'required',
  signed: false,
};
