// Where the 32 secret bytes of the master key lie between two runs: a file of the home (`key-in-file.ts`), or a file that only a KMS opens
// (`key-behind-command.ts`).

export type KeyStore = {
  /** The file in the home, for people who must put it back. */
  readonly path: string
  readonly isThere: () => boolean
  /** Makes a key and keeps it; one that another program kept first stays. */
  readonly create: () => Promise<void>
  /** Throws `Fault`: it is missing, damaged, or what opens it does not. No message holds key material. */
  readonly read: () => Promise<Uint8Array>
}

export const SECRET_BYTES = 32
