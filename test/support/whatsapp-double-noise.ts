/** The server's half of the Noise XX handshake that WhatsApp Web speaks, and its certificate chain. */
import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  hkdf,
  NOISE_MODE,
  NOISE_WA_HEADER,
  proto,
  sha256,
  type KeyPair,
} from '@whiskeysockets/baileys'

const NOTHING = Buffer.alloc(0)

function counterIv(counter: number): Buffer {
  const iv = Buffer.alloc(12)
  iv.writeUInt32BE(counter, 8)
  return iv
}

/** One key chain of a direction, once the handshake is done. */
export interface Transport {
  encrypt(plaintext: Uint8Array): Uint8Array
  decrypt(ciphertext: Uint8Array): Uint8Array
}

export class NoiseResponder {
  readonly #static: KeyPair
  readonly #certificate: Uint8Array
  #ephemeral: KeyPair | null = null
  #hash: Buffer = Buffer.from(NOISE_MODE)
  #salt: Buffer = this.#hash
  #key: Buffer = this.#hash
  #counter = 0

  constructor(staticKey: KeyPair, certificate: Uint8Array) {
    this.#static = staticKey
    this.#certificate = certificate
    this.#mixHash(NOISE_WA_HEADER)
  }

  /** Takes the client's first message, gives the bytes of the answer. */
  hello(clientHello: Uint8Array): Uint8Array {
    const theirs = proto.HandshakeMessage.decode(clientHello).clientHello?.ephemeral
    if (!theirs) throw new Error('clientHello has no ephemeral key')
    this.#ephemeral = Curve.generateKeyPair()
    this.#mixHash(theirs)
    this.#mixHash(this.#ephemeral.public)
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, theirs))
    const encryptedStatic = this.#seal(this.#static.public)
    this.#mixKey(Curve.sharedKey(this.#static.private, theirs))
    const payload = this.#seal(this.#certificate)
    return proto.HandshakeMessage.encode({
      serverHello: { ephemeral: this.#ephemeral.public, static: encryptedStatic, payload },
    }).finish()
  }

  /** Takes the client's second message: who it says it is, and the keys of both directions. */
  finish(clientFinish: Uint8Array): { payload: proto.ClientPayload; transport: Transport } {
    const message = proto.HandshakeMessage.decode(clientFinish).clientFinish
    if (!message?.static || !message.payload || !this.#ephemeral) throw new Error('bad clientFinish')
    const clientStatic = this.#open(message.static)
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, clientStatic))
    const payload = proto.ClientPayload.decode(this.#open(message.payload))
    const keys = hkdf(NOTHING, 64, { salt: this.#salt, info: '' })
    const read = Buffer.from(keys.subarray(0, 32))
    const write = Buffer.from(keys.subarray(32))
    let readCounter = 0
    let writeCounter = 0
    return {
      payload,
      transport: {
        encrypt: (plaintext) => aesEncryptGCM(plaintext, write, counterIv(writeCounter++), NOTHING),
        decrypt: (ciphertext) => aesDecryptGCM(ciphertext, read, counterIv(readCounter++), NOTHING),
      },
    }
  }

  #mixHash(data: Uint8Array): void {
    this.#hash = sha256(Buffer.concat([this.#hash, data]))
  }

  #mixKey(data: Uint8Array): void {
    const output = hkdf(Buffer.from(data), 64, { salt: this.#salt, info: '' })
    this.#salt = Buffer.from(output.subarray(0, 32))
    this.#key = Buffer.from(output.subarray(32))
    this.#counter = 0
  }

  #seal(plaintext: Uint8Array): Uint8Array {
    const result = aesEncryptGCM(plaintext, this.#key, counterIv(this.#counter++), this.#hash)
    this.#mixHash(result)
    return result
  }

  #open(ciphertext: Uint8Array): Uint8Array {
    const result = aesDecryptGCM(ciphertext, this.#key, counterIv(this.#counter++), this.#hash)
    this.#mixHash(ciphertext)
    return result
  }
}

/** A properly signed chain: root (ours) → intermediate → leaf. */
export function makeCertificate(leaf: KeyPair): { chain: Uint8Array; rootPublicKey: Uint8Array } {
  const root = Curve.generateKeyPair()
  const intermediate = Curve.generateKeyPair()
  const { Details } = proto.CertChain.NoiseCertificate
  const intermediateDetails = Details.encode({
    serial: 1,
    issuerSerial: 0,
    key: intermediate.public,
  }).finish()
  const leafDetails = Details.encode({ serial: 2, issuerSerial: 1, key: leaf.public }).finish()
  const chain = proto.CertChain.encode({
    intermediate: {
      details: intermediateDetails,
      signature: Curve.sign(root.private, intermediateDetails),
    },
    leaf: { details: leafDetails, signature: Curve.sign(intermediate.private, leafDetails) },
  }).finish()
  return { chain, rootPublicKey: root.public }
}
