/** What the phone of the account does while a device is being linked: scans the QR, or types the code. */
import { randomBytes } from 'node:crypto'
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  Curve,
  derivePairingCodeKey,
  getBinaryNodeChild,
  hkdf,
  hmacSign,
  proto,
  type BinaryNode,
  type KeyPair,
} from '@whiskeysockets/baileys'
import { childBytes, node, seconds } from './whatsapp-double-nodes.ts'

const ACCOUNT_SIGNATURE_PREFIX = Buffer.from([6, 0])

/** The server's `pair-success`, signed by the account; `advSecret` came through the QR or the code. */
export function pairSuccess(companionIdentity: Uint8Array, advSecret: Uint8Array, account: { jid: string; lid: string }): BinaryNode {
  const signer = Curve.generateKeyPair()
  const details = proto.ADVDeviceIdentity.encode({
    rawId: 1,
    timestamp: Number(seconds()),
    keyIndex: 7,
  }).finish()
  const accountSignature = Curve.sign(signer.private, Buffer.concat([ACCOUNT_SIGNATURE_PREFIX, details, companionIdentity]))
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: signer.public,
    accountSignature,
  }).finish()
  const identity = proto.ADVSignedDeviceIdentityHMAC.encode({
    details: signed,
    hmac: hmacSign(signed, advSecret),
  }).finish()
  return node('iq', { type: 'set', id: `pair-${randomBytes(4).toString('hex')}`, from: '@s.whatsapp.net' }, [
    node('pair-success', {}, [
      node('device-identity', {}, identity),
      node('device', { jid: account.jid, lid: account.lid }),
      node('platform', { name: 'android' }),
    ]),
  ])
}

/** The secret that the QR carries (its fourth part). */
export function secretOfQr(qr: string): Buffer {
  const parts = qr.replace(/^https?:[^#]*#/, '').split(',')
  return Buffer.from(parts[3] ?? '', 'base64')
}

/** Linking with a code: holds what the phone must remember between the two steps. */
export class CodePairing {
  readonly #wrappedCompanionKey: Buffer
  readonly #identity: KeyPair = Curve.generateKeyPair()
  readonly #ephemeral: KeyPair = Curve.generateKeyPair()
  #companionKey: Buffer | null = null

  constructor(companionHello: BinaryNode) {
    this.#wrappedCompanionKey = childBytes(companionHello, 'link_code_pairing_wrapped_companion_ephemeral_pub')
  }

  /** The owner typed `code` on the phone; a wrong code makes a key that fits nothing. */
  async typeCode(code: string): Promise<BinaryNode> {
    const wrapped = this.#wrappedCompanionKey
    this.#companionKey = aesDecryptCTR(
      wrapped.subarray(48, 80),
      await derivePairingCodeKey(code, wrapped.subarray(0, 32)),
      wrapped.subarray(32, 48),
    )
    const salt = randomBytes(32)
    const iv = randomBytes(16)
    const key = await derivePairingCodeKey(code, salt)
    return node('notification', { id: 'link-1', from: '@s.whatsapp.net', type: 'link_code_companion_reg', t: seconds() }, [
      node('link_code_companion_reg', {}, [
        node('link_code_pairing_ref', {}, randomBytes(16)),
        node('primary_identity_pub', {}, this.#identity.public),
        node(
          'link_code_pairing_wrapped_primary_ephemeral_pub',
          {},
          Buffer.concat([salt, iv, aesEncryptCTR(this.#ephemeral.public, key, iv)]),
        ),
      ]),
    ])
  }

  /** The shared secret, from the device's last message. Throws when the code was wrong. */
  finish(companionFinish: BinaryNode): { companionIdentity: Uint8Array; advSecret: Uint8Array } {
    if (!this.#companionKey) throw new Error('the code was not typed')
    const bundle = childBytes(companionFinish, 'link_code_pairing_wrapped_key_bundle')
    const shared = Curve.sharedKey(this.#ephemeral.private, this.#companionKey)
    const key = hkdf(Buffer.from(shared), 32, {
      salt: bundle.subarray(0, 32),
      info: 'link_code_pairing_key_bundle_encryption_key',
    })
    const opened = Buffer.from(aesDecryptGCM(bundle.subarray(44), Buffer.from(key), bundle.subarray(32, 44), Buffer.alloc(0)))
    const companionIdentity = opened.subarray(0, 32)
    const identityShared = Curve.sharedKey(this.#identity.private, companionIdentity)
    const material = Buffer.concat([shared, identityShared, opened.subarray(64)])
    return { companionIdentity, advSecret: hkdf(material, 32, { info: 'adv_secret' }) }
  }
}

export const linkStage = (iq: BinaryNode): { stage: string; body: BinaryNode } | null => {
  const body = getBinaryNodeChild(iq, 'link_code_companion_reg')
  return body ? { stage: body.attrs['stage'] ?? '', body } : null
}
