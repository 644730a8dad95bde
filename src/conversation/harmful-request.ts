/**
 * A request for help to do harm (forge papers, smuggle people, deceive or hurt somebody) is refused, with the legal way
 * one answer away. Who tells that papers of theirs were forged, or asks how forgery is known or punished, is no such
 * person: the words of a victim or of a question about the law take the finding away.
 */
import { choiceOfCard, choiceOfTopic } from '../intents/choices.ts'
import type { Topic } from '../message.ts'
import { plainWords } from '../plain-words.ts'
import { withChoices } from './state.ts'
import type { Step, Understood } from './step.ts'
import { offered } from './wording.ts'

type Harm = 'papers-or-routes' | 'against-people'

const LEGAL_WAY: Readonly<Record<Harm, readonly [Topic, string]>> = {
  'papers-or-routes': ['legal-route', 'legal-route-steps'],
  'against-people': ['complaint', 'how-to-complain'],
}

const PAPER =
  '(?:paspor|passport|ktp|kk|ijazah|kontrak|contract|visa|skck|surat|akta|akte|sertifikat|certificate|medical|stempel|cap|umur|usia|identitas|permit|izin|sim|slip|rekening|dokumen|documents?|papers?|ic|arc)'
const FAKE = '(?:palsu|palsunya|bodong|aspal|abal|fake|forged|counterfeit|tembakan|fiktif)'
const MAKE =
  '(?:bikin\\w*|buat|buatin|buatkan|buatno|gawe\\w*|damel|damelkeun|pangdamelkeun|ngadamel|cetak\\w*|jual|beli|membeli|pesan|order|jasa|carikan|cariin|urus\\w*|make|buy|get|sell)'
const PEOPLE = '(?:orang|tkw|tki|pmi|anak|gadis|warga|pekerja|imigran|people|workers?)'
const ADVERT = '(?:iklan|lowongan|loker|akun|website|situs|grup|undian)'
const SOMEBODY =
  '(?:majikan|orang|dia|bos|nenek|kakek|tetangga|suami|istri|teman|agen|agensi|rekening|atm|uang|duit|emas|perhiasan|employer|boss|people|him|her|money)'
/** At most so many words in between. */
const GAP = '(?: \\S+){0,4}? '

const ASKED: readonly (readonly [Harm, RegExp])[] = [
  ['papers-or-routes', new RegExp(`\\b${MAKE}(?:${GAP}| )${PAPER}(?:${GAP}| )${FAKE}\\b`, 'u')],
  ['papers-or-routes', new RegExp(`\\b${MAKE}(?:${GAP}| )${FAKE}(?:${GAP}| )${PAPER}\\b`, 'u')],
  [
    'papers-or-routes',
    new RegExp(`\\b(?:memalsukan|palsukan|malsuin|palsuin|mempalsukan|malsukan|forge|fake)(?:${GAP}| )${PAPER}\\b`, 'u'),
  ],
  ['papers-or-routes', new RegExp(`\\b(?:nembak|tembak)(?: \\S+)? ${PAPER}\\b`, 'u')],
  [
    'papers-or-routes',
    new RegExp(`\\b(?:edit|editin|ubah|rubah|ganti)${GAP}?(?: ?)${PAPER}${GAP}(?:lolos|kelihatan|keliatan|kayak)\\b`, 'u'),
  ],
  ['papers-or-routes', /\b(?:selundupkan|menyelundupkan|nyelundupin|nyelundupkan|selundupin|menyelundup|smuggle|smuggling)\b/u],
  [
    'papers-or-routes',
    new RegExp(
      `\\b(?:kirim|mengirim|ngirim|berangkatkan|memberangkatkan|masukin|masukkan)${GAP}?(?: ?)${PEOPLE}${GAP}(?:ilegal|unprosedural|nonprosedural|tikus|gelap|tanpa (?:dokumen|paspor|surat))\\b`,
      'u',
    ),
  ],
  ['against-people', new RegExp(`\\b(?:${MAKE}|pasang|sebar|bantu)(?:${GAP}| )${ADVERT}(?:${GAP}| )${FAKE}\\b`, 'u')],
  [
    'against-people',
    new RegExp(`\\b(?:rekrut|merekrut|ngerekrut|cari|mencari|nyari) ${PEOPLE}${GAP}(?:scam|scammer|penipuan|nipu|judol)\\b`, 'u'),
  ],
  [
    'against-people',
    new RegExp(
      `\\b(?:cara|carane|carana|gimana|bagaimana|piye|kumaha|ajarin|ajari|bantu|bantuin|how to|how do i|help me)${GAP}?(?: ?)(?:meracuni|racunin|racuni|membunuh|bunuh|nyolong|mencuri|nyuri|curi|maling|bobol|membobol|ngebobol|hack|ngehack|nyantet|santet|celakai|mencelakai|nyelakain|rampok|merampok|nipu|menipu|tipu|memeras|meras|culik|menculik|poison|kill|rob|steal(?: from)?|scam|cheat|kidnap|blackmail) (?:\\S+ ){0,2}?${SOMEBODY}\\b`,
      'u',
    ),
  ],
]

/** Said by a victim, by somebody accused, or in a question about the law. */
const NOT_ASKED =
  /\b(?:dipalsukan|dipalsuin|diselundupkan|diselundupin|ditipu|ketipu|tertipu|korban|ternyata|terlanjur|telanjur|dituduh|nuduh|menuduh|tuduh|fitnah|difitnah|disuruh|dipaksa|diancam|dijebak|kena|lapor\w*|melaporkan|laporkan|(?<!(?:tidak|ga|gak|nggak|enggak|ngga|ndak|tak|ora|teu|not) )ketahuan|hukum\w*|pidana|dipidana|denda|sanksi|bahaya|bahayanya|takut|ciri|cirinya|tanda|tandanya|bedanya|beda|membedakan|mengenali|hindari|menghindari|cek|mengecek|periksa|asli|curiga|cegah|mencegah|reported?|victim|accused|forced|avoid|detect|tell if|punish\w*|diri sendiri|nomor)\b/u
/** Somebody else did it. */
const BY_OTHERS =
  /\b(?:agen|agensi|agent|sponsor|calo|pt|p3mi|majikan|dia|mereka|oknum|lpk|bos|they|he|she)(?: saya| aku| kami| itu| nya| yang)? (?:yang |sudah |udah |telah |mau |malah |sering |suka |is |was |has |will )?(?:bikin\w*|buat\w*|membuat|memalsukan|malsuin|palsukan|palsuin|kirim|mengirim|ngirim|berangkatkan|memberangkatkan|menyelundupkan|nyelundupin|jual|urus\w*|makes?|made|forges?|forged|smuggled?|smuggling|fake[ds]?|sent)\b/u
/** Somebody who writes longer than this tells a story. */
const LONGEST = 300

/** Null when the message asks for nothing of the kind. Danger is answered before. */
export function harmfulRequest(understood: Understood): Step | null {
  const harm = harmAsked(understood.text, understood.normalised.words)
  if (harm === null) return null
  const { say, speaks, parts, input } = understood
  const [topic, card] = LEGAL_WAY[harm]
  const answers = parts.knowledge.cards.get(card)
  const legal = answers === undefined ? choiceOfTopic(topic) : choiceOfCard(answers)
  return {
    bubbles: [
      {
        text: harm === 'papers-or-routes' ? say.REFUSE_FORGERY : say.REFUSE_HARM,
        choices: [offered(legal, speaks, parts.knowledge)],
      },
    ],
    outcome: 'unknown',
    topic: 'out-of-scope',
    source: 'conversation',
    note: `refused-${harm}`,
    state: withChoices(input.state, [legal], input.now),
  }
}

/** Read as written and as normalised: slang stands in one of the two. */
export function harmAsked(text: string, words: readonly string[]): Harm | null {
  if (text.length > LONGEST) return null
  const readings = [words.join(' '), plainWords(text)]
  if (readings.some((said) => NOT_ASKED.test(said) || BY_OTHERS.test(said))) return null
  return ASKED.find(([, asks]) => readings.some((said) => asks.test(said)))?.[0] ?? null
}
