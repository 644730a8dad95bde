/**
 * Words that open the lists of the commonest passwords, worldwide and in Indonesia. Compared with a password's letters
 * alone, so that digits and signs in front or behind do not help.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `password passwort passw pass admin administrator root user login welcome letmein changeme secret default test testing guest
  qwerty qwertyuiop qwertyasdf asdfghjkl asdfgh zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc abcd abcde abcdef abc iloveyou
  loveyou dragon monkey football baseball princess sunshine shadow master superman batman michael jordan charlie
  trustno pokemon starwars computer internet whatever hello helloworld freedom google facebook samsung
  indonesia jakarta bandung surabaya garuda merdeka pancasila nusantara sayang sayangku sayangkamu akusayangkamu
  cinta cintaku rahasia rahasiaku katasandi sandi anjing bismillah alhamdulillah assalamualaikum insyaallah
  allahuakbar muhammad persib persija doraemon naruto bintang selamat selamatdatang keluarga keluargaku ibu ibuku
  mamah mamahku bapak anakku anakanak pekerja pekerjamigran migran migrant buruhmigran petugas kantor
  kerja kerjakeras masuk masukdong ganteng cantik jelek bodoh terserah apaaja tidaktahu lupalagi lupa`.split(/\s+/),
)
