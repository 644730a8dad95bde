import { describe, expect, it } from 'vitest'
import { changesOf, isoDate, LARGEST_FILE_BYTES, MOST_AGENCIES, readAgencyList, type BadRow } from '../../src/knowledge/agency-list.ts'

const read = (text: string) => readAgencyList(new TextEncoder().encode(text))
const bad = (text: string): readonly BadRow[] => {
  const result = read(text)
  return 'bad' in result ? result.bad : []
}
const agencies = (text: string) => {
  const result = read(text)
  return 'agencies' in result ? result.agencies : result.bad
}

describe('a list of agencies', () => {
  it('is read with commas or semicolons, quotes, a mark of byte order, columns in any order and others beside them', () => {
    const expected = [
      { name: 'PT Maju, Jaya', state: 'active', licence: '12/2024', validUntil: '2027-03-31', city: 'Cirebon' },
      { name: 'PT Duta', state: 'revoked', licence: null, validUntil: null, city: null },
    ]
    expect(agencies('\uFEFFNo,Nama,Izin,Status,Kota,Berlaku Sampai\r\n1,"PT Maju, Jaya",12/2024,Aktif,Cirebon,31/03/2027\r\n2,PT Duta,,DICABUT,,\r\n')).toEqual(
      expected,
    )
    expect(agencies('nama;status;izin;kota;berlaku_sampai\nPT Maju, Jaya;aktif;12/2024;Cirebon;2027-03-31\n\nPT Duta;dicabut;;;\n')).toEqual(expected)
  })

  it('has one line for each name, whatever a cell holds', () => {
    expect(agencies('nama,status\n"PT Maju\nJaya\u0000\u200B",aktif\n')).toMatchObject([{ name: 'PT Maju Jaya' }])
  })

  it.each<[string, string, Partial<BadRow>]>([
    ['nothing', '', { line: 1, fault: 'no-rows' }],
    ['a header alone', 'nama,status\n', { line: 2, fault: 'no-rows' }],
    ['no column of states', 'nama,izin\nPT A B C,1\n', { line: 1, column: 'status', fault: 'no-column' }],
    ['a column twice', 'nama,status,nama\nPT A B,aktif,x\n', { line: 1, column: 'nama', fault: 'column-twice' }],
    ['a state that is none', 'nama,status\nPT Satu,aktif\nPT Dua,bagus\n', { line: 3, column: 'status', fault: 'unknown-status' }],
    ['no state', 'nama,status\nPT Satu,\n', { line: 2, column: 'status', fault: 'empty' }],
    ['no name', 'nama,status\n,aktif\n', { line: 2, column: 'nama', fault: 'empty' }],
    ['a day that is none', 'nama,status,berlaku_sampai\nPT Satu,aktif,2027-02-30\n', { line: 2, column: 'berlaku_sampai', fault: 'no-date' }],
    ['an endless cell', `nama,status,kota\nPT Satu,aktif,${'x'.repeat(161)}\n`, { line: 2, column: 'kota', fault: 'too-long' }],
    ['the same agency twice', 'nama,status\nPT Satu,aktif\npt satu,habis\n', { line: 3, column: 'nama', fault: 'twice' }],
    ['more cells than columns', 'nama,status\nPT Satu,aktif,x\n', { line: 2, column: null, fault: 'too-many-cells' }],
    ['a quotation mark that stays open', 'nama,status\n"PT Satu,aktif\n', { fault: 'no-csv' }],
    ['too many lines', `nama,status\n${'PT Satu,aktif\n'.repeat(MOST_AGENCIES + 5)}`, { column: null, fault: 'too-many-rows' }],
  ])('is refused with %s, by line and column', (_, text, fault) => {
    expect(bad(text)[0]).toMatchObject(fault)
  })

  it('names every bad row, and nothing of it is taken', () => {
    expect(bad('nama,status\nPT Satu,x\nPT Dua,aktif\n,aktif\n').map(({ line }) => line)).toEqual([2, 4])
  })

  it('counts lines as a text editor does: a cell of two lines is two', () => {
    expect(bad('nama,status\n"PT\nSatu",aktif\nPT Dua,x\n')).toMatchObject([{ line: 4 }])
  })

  it('is refused when it is no text', () => {
    expect(readAgencyList(new Uint8Array([0x6e, 0xff, 0xfe]))).toEqual({ bad: [{ line: 1, column: null, fault: 'not-text' }] })
  })

  it('of the largest size fits into the file that is taken', () => {
    const row = (i: number) => `PT Nama Perusahaan Nomor ${i},aktif,SIP ${i},Kota ${i},2027-01-01\n`
    let text = 'nama,status,izin,kota,berlaku_sampai\n'
    for (let i = 0; i < MOST_AGENCIES; i++) text += row(i)
    expect(text.length).toBeLessThan(LARGEST_FILE_BYTES)
    expect(agencies(text)).toHaveLength(MOST_AGENCIES)
  })
})

it('a date is read as offices write it', () => {
  expect(['2027-03-31', '31/3/2027', '31-03-2027', '2027-13-01', '31/02/2027', 'besok', ''].map(isoDate)).toEqual([
    '2027-03-31',
    '2027-03-31',
    '2027-03-31',
    null,
    null,
    null,
    null,
  ])
})

it('what a list changes is told by name', () => {
  const [old, fresh] = [read('nama,status\nPT Satu,aktif\nPT Dua,aktif\n'), read('nama,status\nPT Satu,dicabut\nPT Tiga,aktif\n')]
  if ('bad' in old || 'bad' in fresh) throw new Error('not read')
  expect(changesOf(old.agencies, fresh.agencies)).toEqual({
    added: ['PT Tiga'],
    gone: ['PT Dua'],
    changed: [{ name: 'PT Satu', from: 'active', to: 'revoked' }],
  })
})
