import { describe, expect, it } from 'vitest'
import { shippedTriage } from './support.ts'

const triage = shippedTriage()
const calm = { inCrisis: null }

describe('a danger that is denied', () => {
  it.each([
    'saya tidak dipukul kak',
    'bukan disekap kok, cuma jarang keluar aja',
    'belum pernah ditampar sama sekali',
    'alhamdulillah gak sampe disiksa',
    'aku ora digebugi juragan',
    'ora tau digebugi aku neng kene',
    'kula mboten dipun gebug juragan',
    'durung tau digebuk bos',
    'aku gak tau ditempeleng cak',
    'abdi henteu diteunggeul ku dunungan',
    'teu dikonci da, abdi tiasa kaluar',
    'acan pernah diteunggeul ku majikan',
    'isun bli digebugi ning majikan',
    'inyong ora dikonci neng njero kamar',
    'dudu dikurung, aku pancen males metu',
    "engkok ta' epokol bi' juragan",
    "engkok enje' epokol",
    'saye tak pernah kena tampar',
    'not beaten, just tired of the work',
    'my boss never hits me',
    'she was never locked in, she has her own key',
    'kagak digebukin kok bang',
    'beta sonde dipukul majikan',
    'tidak pernah diancam, baik semua orangnya',
    'abdi moal dipaksa naon naon',
    'nda dipukul kok kak',
    'ndak pernah dikunci, bebas keluar',
    'ora tau dikunci lawange',
    'teu pernah diancam ku agen',
  ])('is no emergency: "%s"', (text) => {
    expect(triage(text, calm).danger).toBeNull()
  })

  it.each([
    ['saya tidak dipukul, tapi dikurung di kamar', 'confinement'],
    ['ora digebugi tapi ora diwenehi mangan', 'violence'],
    ['belum dibayar, malah dipukuli', 'violence'],
    ['gak boleh pulang, dipukul terus', 'violence'],
    ['saya gak salah apa apa. dipukul juga', 'violence'],
    ['bukan cuma dibentak, ditampar juga', 'violence'],
    ['teu dibere dahar, diteunggeul deuih', 'violence'],
    ['saya beli pulsa terus dipukul majikan', 'violence'],
    ['habis beli dipukul saya sama majikan', 'violence'],
    ['ndek omah juragan aku digebugi', 'violence'],
    ['tolong jangan pukul saya lagi, majikan masih mukul tiap hari', 'violence'],
    ['moal dibere dahar, dikonci di kamar', 'confinement'],
    ['ora iso metu, lawange dikunci', 'confinement'],
    ['nda dikasih keluar, pintu digembok', 'confinement'],
  ])('hides no other danger: "%s" is %s', (text, danger) => {
    expect(triage(text, calm)).toMatchObject({ urgency: 'emergency', danger })
  })

  it.each(['kita beli dikurung ning juragan', 'tiang ndek dipukul isiq majikan', 'dipukul sih enggak', 'digebugi yo ora, mung disentak'])(
    'that may not be denied at all is asked about: "%s"',
    (text) => {
      expect(triage(text, calm).urgency).not.toBe('emergency')
      expect(triage(text, calm).doubtful).toBe(true)
    },
  )
})
