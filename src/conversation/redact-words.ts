/** Hides names and addresses that people introduce as such. What merely looks like a name stays: "nama saya salah". */

const RELATIVES = 'suami|istri|isteri|anak|ibu|bapak|ayah|mama|adik|adek|kakak|kaka|ortu|majikan|bos|agen|sponsor|teman|temen|pacar'
const LEAD = new RegExp(
  `(?<![\\p{L}])((?:(?:nama|nm) (?:lengkap |asli |panggilan )?(?:saya|sya|sy|ane|ana|aku|q|ku|gue|gw|(?:${RELATIVES})(?: (?:saya|sy|aku|ku)|ku|nya)?|lengkap|asli|panggilan)|namaku|namanya|nama|jenengku|jeneng kulo|jenengipun|nami (?:abdi|kuring|kulo)|ngaran (?:abdi|kuring)|my (?:full )?name is|name|(?:saya|aku|${RELATIVES}|suami saya|istri saya|anak saya|adik saya) bernama|bernama|panggil (?:saya|aku)(?: saja| aja)?|perkenalkan(?: nama)?(?: saya| sy| aku)?|atas nama|a\\.?n\\.?(?= [A-Z])|(?:akun )?(?:fb|facebook|ig)(?: saya| sy| ku| nya)?)(?: (?:adalah|ialah|itu|yaitu|is))?\\s{0,2}[:=]?\\s{1,2}|(?:nama|nm|name)\\s{0,2}[:=]\\s{0,2})((?:mr|mrs|ms|miss|pak|bu|bapak|ibu|mbak|mas|h|hj|sdr|sdri)\\.?\\s)?(\\p{L}[\\p{L}'’.-]{1,30}(?:[ \\t]{1,2}\\p{L}[\\p{L}'’.-]{0,30}){0,4})`,
  'giu',
)
/** Leads that any word may follow; there only a name in capitals counts. */
const LOOSE_LEAD =
  /^(?:namanya|nama|bernama|name|perkenalkan(?: nama)?|atas nama|a\.?n\.?|(?:akun )?(?:fb|facebook|ig)(?: saya| sy| ku| nya)?)\s*$/iu
const NOT_A_NAME = new Set(
  'siapa ketahuan diganti dipalsukan salah beda berbeda tidak tdk gak ga gk nggak ngga enggak di yang yg ada sudah udah udh belum blm dipakai dipake ini itu apa dan jadi sama kok masih harus bisa kena masuk kurang tertulis tercantum terdaftar tercatat keluar muncul disebut kepleset typo salah cocok sesuai baik lengkap asli ibu bapak ayah pt p3mi perusahaan agen kapal majikan sekolah kampung desa kota bank hilang dicoret diubah ganti mau kan sih ya dong pun juga saya sy aku orang lain palsu dihapus dicatut kotor jelek tercemar hanya cuma satu dua panggilan untuk buat pakai pake dengan karena kalau kalo gimana bagaimana cuman lagi adalah ialah yaitu lama baru dulu kecil besar'.split(
    ' ',
  ),
)
const NAME_ENDS = new Set(
  'dari umur usia kerja bekerja saya sy aku mau tinggal di asal yang yg dan pmi tki tkw sudah udah tolong mohon nomor no i from and atau lahir tanggal alamat hp wa ktp nik paspor dia ingin pengen minta belum blm ke sedang lagi bisa tidak gak ga anak istri suami'.split(
    ' ',
  ),
)

/** "saya Wahyudi, …", "aku Siti Nurjanah dari …": only in capitals, and only where it ends like an introduction. */
const BARE =
  /(?<![\p{L}])((?:[Ss]aya|[Aa]ku|[Ss]y) )(\p{Lu}\p{Ll}{2,20}(?: \p{Lu}\p{Ll}{1,20}){0,3})(?=,| (?:dari|umur|usia|asal|kerja|bekerja|pmi|tkw|tki|istri|suami|anak|ibu)(?!\p{L}))/gu
const NO_PERSON =
  /^(?:Indonesia|Taiwan|Hong|Hongkong|Malaysia|Singapura|Singapore|Korea|Jepang|Saudi|Arab|Dubai|Qatar|Kuwait|Oman|Brunei|Turki|Macau|Makau|Jawa|Sunda|Madura|Islam|Kristen|Muslim|Sudah|Belum|Mau|Kerja|Dari|Tidak|Ingin|Yang|Juga|Masih|Sekarang|Baru|Punya|Ada|Bisa)(?!\p{L})/u

export function hideNames(text: string): string {
  return text
    .replace(BARE, (whole: string, lead: string, name: string) => (NO_PERSON.test(name) ? whole : `${lead}[nama]`))
    .replace(LEAD, (whole: string, lead: string, _title: string | undefined, name: string) => {
      const words = name.split(/\s+/u)
      const first = (words[0] ?? '').toLowerCase().replace(/[.'’-]+$/u, '')
      // A long word with "di" in front is a verb ("difitnah", "dimasukkan"), not a Dina or a Dimas.
      if (NOT_A_NAME.has(first) || /^di\p{Ll}{5,}$/u.test(words[0] ?? '')) return whole
      const introduced = /[:=]\s*$/u.test(lead)
      if (!introduced && LOOSE_LEAD.test(lead.trim().replace(/ (?:adalah|ialah|itu|yaitu|is)$/iu, '')) && !/^\p{Lu}/u.test(words[0] ?? ''))
        return whole
      const end = words.findIndex((word, i) => i > 0 && NAME_ENDS.has(word.toLowerCase().replace(/[.,]+$/u, '')))
      const rest = end === -1 ? '' : ` ${words.slice(end).join(' ')}`
      return `${lead}[nama]${rest}`
    })
}

const STREET =
  /(?<![\p{L}])(?:(?:jl|jln|jlan|gg|gang)\.?[ \t]{1,2}|jl\.|jln\.|gg\.)(?!kaki|keluar|terus)[\p{L}\p{N}.'/ -]{2,50}?(?=[,;\n]|\.(?:\s|$)|$| (?:dan|yang|yg|tolong|mohon|majikan|saya|sudah|udah|dekat|deket|terus|kerja|karena|tapi|minta)(?!\p{L}))/giu
const NAMED_ROAD = /(?<![\p{L}])jalan (?:\p{L}[\p{L}'-]{1,20} ){1,4}(?:no|nomor|rt|blok|km|gang|gg)\.? ?\d[\p{L}\p{N}/-]{0,6}/giu
const NEIGHBOURHOOD =
  /(?<![\p{L}])rt\.?[ \t]{0,2}(?:\d{1,3}[ \t/,.-]{0,3}rw\.?[ \t]{0,2}\d{1,3}|\d{1,3}\/\d{1,3}|\/[ \t]{0,2}rw[ \t:.]{0,3}\d{1,3}[ \t]{0,2}[/-][ \t]{0,2}\d{1,3})/giu
const FOREIGN_STREET =
  /(?<![\p{L}\p{N}])(?:(?:flat|room|rm|unit|apt)\.? [\p{L}\p{N}]{1,5},? )?(?:\d{1,3}\/f,? )?(?:(?:block|tower|blk) [\p{L}\p{N}]{1,4},? )?(?:no\.? )?\d{1,4}[a-z]? (?:\p{L}[\p{L}'.-]{1,20} ){1,4}(?:street|road|avenue|lane|drive|crescent|terrace|st|rd|ave)(?![\p{L}\p{N}])/giu
const FLAT =
  /(?<![\p{L}\p{N}])(?:flat|room|unit) [\p{L}\p{N}]{1,5},? (?:\d{1,3}\/f|\d{1,3}(?:st|nd|rd|th) floor|(?:block|tower|blk) [\p{L}\p{N}]{1,4})(?:,? (?:block|tower|blk) [\p{L}\p{N}]{1,4})?/giu
const ADDRESS_LEAD =
  /(?<![\p{L}])(alamat(?:nya|ku| (?:lengkap )?(?:rumah )?(?:saya|sy|aku|majikan(?: saya)?|rumah|kami|lengkap|tinggal|orang tua|ortu)){0,2}(?: (?:di|ada di|adalah|itu))?\s{0,2}[:=]?\s{1,2}|(?:alamat|domisili)\s{0,2}[:=]\s{0,2}|(?:saya|aku|sy) tinggal di alamat\s{1,2})((?:[^\n.;?]|\.(?=\S)|(?<=(?<!\p{L})\p{L}{1,3})\.){4,120})/giu
/** Below the village a place is nearly a house. */
const HAMLET =
  /(?<![\p{L}])(?:dusun|dsn|dukuh|dk|perum|perumahan|komplek|kp)\.? \p{L}[\p{L}'-]{2,20}(?: \p{Lu}[\p{L}'-]{2,20}){0,2}(?: blok \p{L}{0,2}\d{0,3})?(?: no\.? ?\d{1,4})?/gu

/** What follows "alamat" in a question and is no address. */
const NOT_AN_ADDRESS =
  /^(?:di ?mana|dimana|mana|kbri|kjri|kdei|kp2mi|bp2mi|bp3mi|p4mi|disnaker|kantor|kedutaan|email|e-mail|web|website|situs|pt|p3mi|lpk|resmi|apa|cuma|cuman|hanya|saja|aja|lama|baru|yang|yg|saya|salah|beda|berbeda|tidak|gak|ga|tdk|siapa|buat|untuk|asal|palsu|lengkap|majikan|sesuai|nya|ktp|domisili|dan|itu|ini|harus|sudah|udah|belum|pindah|ganti|boleh|kalau|kalo|sama|shelter|rumah sakit|di ktp|di paspor|di kk)(?!\p{L})/iu

export function hideAddresses(text: string): string {
  return text
    .replace(ADDRESS_LEAD, (whole: string, lead: string, rest: string) =>
      NOT_AN_ADDRESS.test(rest) || rest.startsWith('[') ? whole : `${lead}[alamat]`,
    )
    .replace(FLAT, '[alamat]')
    .replace(FOREIGN_STREET, '[alamat]')
    .replace(NAMED_ROAD, '[alamat]')
    .replace(STREET, (found: string) => (/^(?:gang|jlan) \p{Ll}[^\d]*$/u.test(found) ? found : '[alamat]'))
    .replace(NEIGHBOURHOOD, '[alamat]')
    .replace(HAMLET, '[alamat]')
}
