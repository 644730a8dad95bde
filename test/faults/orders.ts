/** What the product's process is told when it begins. */

export type Settings =
  | { readonly channel: 'telegram'; readonly token: string; readonly apiRoot: string }
  | { readonly channel: 'whatsapp'; readonly url: string }
  | {
      readonly channel: 'cloud'
      readonly apiRoot: string
      readonly token: string
      readonly appSecret: string
      readonly verifyToken: string
      readonly phoneNumberId: string
      readonly port: number
    }

/** Crash points of the path of a message. cp8 is the emulator's: it kills at the moment it has accepted a reply. */
export const OWN_POINTS = ['cp1', 'cp2', 'cp3', 'cp4', 'cp5', 'cp6', 'cp7', 'cp9'] as const
export type OwnPoint = (typeof OWN_POINTS)[number]

export interface Orders {
  readonly folder: string
  readonly settings: Settings
  /** Kill yourself at the n-th time you come by. */
  readonly dieAt: { readonly point: OwnPoint; readonly time: number } | null
}
