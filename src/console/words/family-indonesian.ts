export const familyIndonesian = {
  title: 'Keluarga yang tersambung',
  relations: { partner: 'suami atau istri', parent: 'orang tua', other: 'keluarga lain' },
  since: 'sejak',
  hearsOfCase: 'boleh tahu kasus sampai mana',
  text: 'Keluarga bisa jadi pelaku atau penagih utang. Yang mereka dengar hanya kabar yang dikirim orang ini.',
  cut: (pseudonym: string) => `Putuskan ${pseudonym}, keluarga tidak tahu`,
} as const
