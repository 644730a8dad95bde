/** Every route of the console and who may use it. What is not in this table does not exist. */
import { showAccount, changeDisplay, changePassword, signOutEverywhere } from './account.tsx'
import { acceptSecondFactor, endSession, offerSecondFactor, removeSecondFactor, showSecondFactor } from './account-security.tsx'
import { closeConversation, handBack, liftHold, reply, setHold, takeOver } from './answering.tsx'
import { showAudit } from './audit-list.tsx'
import { joinCase, partCase } from './case-joining.tsx'
import { makeLetter, noteResult, referCase } from './case-referrals.tsx'
import { addTask, finishTask } from './case-tasks.tsx'
import { awaitCase, closeCase, handCaseOn, noteCase, revealFacts, showBell, showCase, showCases, takeCase } from './cases.tsx'
import { askPairingCode, logoutWhatsApp, restartWhatsApp, showChannels, showQr, startPairing } from './channels.tsx'
import { askConsent, settleWithdrawal, showConsents } from './consents.tsx'
import { openDepositOfCase, openDepositOfConversation } from './deposits.tsx'
import type { ConsoleContext, ConsoleParts } from './deps.ts'
import { beginDuty, endDuty, endDutyOf, saveDutyHours, showDuty, testAlerts } from './duty.tsx'
import { dismissEvent, showEvents } from './events.tsx'
import { exportTranscripts, showExports } from './exports/exports.tsx'
import { acceptHandover, handOver, showHandover } from './handover.tsx'
import { showInbox } from './inbox.tsx'
import { AGENCIES_PATH, importAgencies, showAgencies, undoAgencies } from './knowledge/agencies.tsx'
import { showCard } from './knowledge/card.tsx'
import { showCards } from './knowledge/cards.tsx'
import { showContact, showContacts, undoContact } from './knowledge/contacts.tsx'
import { previewCard, publishCard, showEdit, showNewCard, undoCard } from './knowledge/edit.tsx'
import { pinNotice, showNotices, undoNotice } from './knowledge/notices.tsx'
import { showTryOut, tryOut } from './knowledge/try-out.tsx'
import { verifyCard, verifyContact } from './knowledge/verify.tsx'
import { showLink, useLink } from './links.tsx'
import { exportNumbers, showNumbers } from './numbers/numbers.tsx'
import { drawSample, judgeSample, showSample } from './numbers/sample.tsx'
import { showWeekly } from './numbers/weekly.tsx'
import { showQuestions } from './questions.tsx'
import { cutRelative } from './family.ts'
import { removePin } from './remove-pin.ts'
import { changeRestrictedTeam, liftRestriction, openRestricted, restrict } from './restricted.tsx'
import { revealAddress } from './reveal.tsx'
import { addNote, changeLabel, exportTestCases, makeTestCase, markReply, saveContactPlan } from './reviewing.tsx'
import { showSearch } from './search.tsx'
import { sendAsset } from './send-asset.ts'
import { allowMedia, deleteMedia, openMedia, sendMedia, showMedia, showPreview, writeGist } from './media.tsx'
import { showSignIn, signIn, signInWithCode, signOut } from './sign-in.tsx'
import { disableAccount, enableAccount, inviteStaff, makeResetLink, removeFactorOf, showStaff } from './staff.tsx'
import { markRead, markUnread, showTranscript } from './transcript.tsx'
import type { StaffRole } from '../store/schema.ts'

export type Handler = (context: ConsoleContext, parts: ConsoleParts) => Response | Promise<Response>

export interface Route {
  readonly method: 'GET' | 'POST'
  /** Hono's pattern; a part that begins with a colon stands for anything but a slash. */
  readonly path: string
  /** The least role that may use it; `open` needs no sign-in. */
  readonly access: 'open' | StaffRole
  readonly handle: Handler
}

export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/aset/:name', access: 'open', handle: sendAsset },
  { method: 'GET', path: '/masuk', access: 'open', handle: showSignIn },
  { method: 'POST', path: '/masuk', access: 'open', handle: signIn },
  { method: 'POST', path: '/masuk/kode', access: 'open', handle: signInWithCode },
  { method: 'GET', path: '/tautan/:token', access: 'open', handle: showLink },
  { method: 'POST', path: '/tautan/:token', access: 'open', handle: useLink },
  { method: 'POST', path: '/keluar', access: 'viewer', handle: signOut },
  { method: 'GET', path: '/', access: 'viewer', handle: showInbox },
  { method: 'GET', path: '/kasus', access: 'viewer', handle: showCases },
  { method: 'GET', path: '/kasus/:id', access: 'viewer', handle: showCase },
  { method: 'POST', path: '/kasus/:id/ambil', access: 'caseworker', handle: takeCase },
  { method: 'POST', path: '/kasus/:id/serahkan', access: 'caseworker', handle: handCaseOn },
  { method: 'POST', path: '/kasus/:id/catatan', access: 'reviewer', handle: noteCase },
  { method: 'POST', path: '/kasus/:id/tunggu', access: 'caseworker', handle: awaitCase },
  { method: 'POST', path: '/kasus/:id/tugas', access: 'caseworker', handle: addTask },
  { method: 'POST', path: '/kasus/:id/tugas/:tugas/selesai', access: 'caseworker', handle: finishTask },
  { method: 'POST', path: '/kasus/:id/rujukan', access: 'caseworker', handle: referCase },
  { method: 'POST', path: '/kasus/:id/rujukan/:rujukan/hasil', access: 'caseworker', handle: noteResult },
  { method: 'POST', path: '/kasus/:id/rujukan/:rujukan/surat', access: 'caseworker', handle: makeLetter },
  { method: 'POST', path: '/kasus/:id/gabung', access: 'caseworker', handle: joinCase },
  { method: 'POST', path: '/kasus/:id/pisah', access: 'caseworker', handle: partCase },
  { method: 'POST', path: '/kasus/:id/buka-data', access: 'caseworker', handle: revealFacts },
  { method: 'POST', path: '/kasus/:id/buka-titipan', access: 'caseworker', handle: openDepositOfCase },
  { method: 'POST', path: '/kasus/:id/minta-izin', access: 'caseworker', handle: askConsent },
  { method: 'POST', path: '/kasus/:id/tutup', access: 'caseworker', handle: closeCase },
  { method: 'GET', path: '/media/:id', access: 'caseworker', handle: showMedia },
  { method: 'GET', path: '/media/:id/kabur', access: 'caseworker', handle: showPreview },
  { method: 'GET', path: '/media/:id/isi', access: 'caseworker', handle: sendMedia },
  { method: 'POST', path: '/media/:id/buka', access: 'caseworker', handle: openMedia },
  { method: 'POST', path: '/media/:id/tulis', access: 'caseworker', handle: writeGist },
  { method: 'POST', path: '/media/:id/ambil', access: 'caseworker', handle: allowMedia },
  { method: 'POST', path: '/media/:id/hapus', access: 'caseworker', handle: deleteMedia },
  { method: 'GET', path: '/izin', access: 'viewer', handle: showConsents },
  { method: 'POST', path: '/izin/:id/selesai', access: 'caseworker', handle: settleWithdrawal },
  { method: 'GET', path: '/lonceng', access: 'viewer', handle: showBell },
  { method: 'GET', path: '/jaga', access: 'viewer', handle: showDuty },
  { method: 'POST', path: '/jaga/mulai', access: 'caseworker', handle: beginDuty },
  { method: 'POST', path: '/jaga/selesai', access: 'caseworker', handle: endDuty },
  { method: 'POST', path: '/jaga/:id/selesai', access: 'admin', handle: endDutyOf },
  { method: 'POST', path: '/jaga/jam', access: 'admin', handle: saveDutyHours },
  { method: 'POST', path: '/jaga/tes', access: 'caseworker', handle: testAlerts },
  { method: 'GET', path: '/cari', access: 'viewer', handle: showSearch },
  { method: 'GET', path: '/percakapan/:id', access: 'viewer', handle: showTranscript },
  { method: 'POST', path: '/percakapan/:id/dibaca', access: 'reviewer', handle: markRead },
  { method: 'POST', path: '/percakapan/:id/belum-dibaca', access: 'reviewer', handle: markUnread },
  { method: 'POST', path: '/percakapan/:id/ambil', access: 'caseworker', handle: takeOver },
  { method: 'POST', path: '/percakapan/:id/kembalikan', access: 'caseworker', handle: handBack },
  { method: 'POST', path: '/percakapan/:id/balas', access: 'caseworker', handle: reply },
  { method: 'POST', path: '/percakapan/:id/tahan', access: 'caseworker', handle: setHold },
  { method: 'POST', path: '/percakapan/:id/buka-tahan', access: 'caseworker', handle: liftHold },
  { method: 'POST', path: '/percakapan/:id/selesai', access: 'caseworker', handle: closeConversation },
  { method: 'POST', path: '/percakapan/:id/rencana', access: 'caseworker', handle: saveContactPlan },
  { method: 'POST', path: '/percakapan/:id/buka-alamat', access: 'caseworker', handle: revealAddress },
  { method: 'POST', path: '/percakapan/:id/buka-terbatas', access: 'caseworker', handle: openRestricted },
  { method: 'POST', path: '/percakapan/:id/batasi', access: 'caseworker', handle: restrict },
  { method: 'POST', path: '/percakapan/:id/buka-batas', access: 'caseworker', handle: liftRestriction },
  { method: 'POST', path: '/percakapan/:id/buka-titipan', access: 'caseworker', handle: openDepositOfConversation },
  { method: 'POST', path: '/percakapan/:id/hapus-pin', access: 'caseworker', handle: removePin },
  { method: 'POST', path: '/percakapan/:id/putus-keluarga', access: 'caseworker', handle: cutRelative },
  { method: 'POST', path: '/percakapan/:id/catatan', access: 'reviewer', handle: addNote },
  { method: 'POST', path: '/percakapan/:id/label', access: 'reviewer', handle: changeLabel },
  { method: 'POST', path: '/percakapan/:id/pesan/:pesan/nilai', access: 'reviewer', handle: markReply },
  { method: 'POST', path: '/percakapan/:id/pesan/:pesan/kasus-uji', access: 'reviewer', handle: makeTestCase },
  { method: 'GET', path: '/kasus-uji.jsonl', access: 'reviewer', handle: exportTestCases },
  { method: 'GET', path: '/pertanyaan', access: 'viewer', handle: showQuestions },
  { method: 'GET', path: '/pengetahuan', access: 'viewer', handle: showCards },
  { method: 'GET', path: '/pengetahuan/kartu/:id', access: 'viewer', handle: showCard },
  { method: 'POST', path: '/pengetahuan/kartu/:id/pastikan', access: 'reviewer', handle: verifyCard },
  { method: 'GET', path: '/pengetahuan/kartu/:id/ubah', access: 'caseworker', handle: showEdit },
  { method: 'POST', path: '/pengetahuan/kartu/:id/periksa', access: 'caseworker', handle: previewCard },
  { method: 'POST', path: '/pengetahuan/kartu/:id/terbitkan', access: 'caseworker', handle: publishCard },
  { method: 'POST', path: '/pengetahuan/kartu/:id/batalkan', access: 'caseworker', handle: undoCard },
  { method: 'GET', path: '/pengetahuan/kartu-baru', access: 'caseworker', handle: showNewCard },
  { method: 'POST', path: '/pengetahuan/kartu-baru/periksa', access: 'caseworker', handle: previewCard },
  { method: 'POST', path: '/pengetahuan/kartu-baru/terbitkan', access: 'caseworker', handle: publishCard },
  { method: 'GET', path: '/pengetahuan/pengumuman', access: 'viewer', handle: showNotices },
  { method: 'POST', path: '/pengetahuan/pengumuman', access: 'caseworker', handle: pinNotice },
  { method: 'POST', path: '/pengetahuan/pengumuman/:id/batalkan', access: 'caseworker', handle: undoNotice },
  { method: 'GET', path: AGENCIES_PATH, access: 'viewer', handle: showAgencies },
  { method: 'POST', path: AGENCIES_PATH, access: 'caseworker', handle: importAgencies },
  { method: 'POST', path: `${AGENCIES_PATH}/:id/batalkan`, access: 'caseworker', handle: undoAgencies },
  { method: 'GET', path: '/pengetahuan/kontak', access: 'viewer', handle: showContacts },
  { method: 'GET', path: '/pengetahuan/kontak/:id', access: 'viewer', handle: showContact },
  { method: 'POST', path: '/pengetahuan/kontak/:id/pastikan', access: 'reviewer', handle: verifyContact },
  { method: 'POST', path: '/pengetahuan/kontak/:id/batalkan', access: 'caseworker', handle: undoContact },
  { method: 'GET', path: '/pengetahuan/coba', access: 'viewer', handle: showTryOut },
  { method: 'POST', path: '/pengetahuan/coba', access: 'viewer', handle: tryOut },
  { method: 'GET', path: '/angka', access: 'viewer', handle: showNumbers },
  { method: 'GET', path: '/angka.csv', access: 'reviewer', handle: exportNumbers },
  { method: 'GET', path: '/angka/mingguan', access: 'viewer', handle: showWeekly },
  { method: 'GET', path: '/angka/sampel', access: 'viewer', handle: showSample },
  { method: 'POST', path: '/angka/sampel/undi', access: 'reviewer', handle: drawSample },
  { method: 'POST', path: '/angka/sampel/:id', access: 'reviewer', handle: judgeSample },
  { method: 'GET', path: '/serah-terima', access: 'viewer', handle: showHandover },
  { method: 'POST', path: '/serah-terima', access: 'caseworker', handle: handOver },
  { method: 'POST', path: '/serah-terima/:id/terima', access: 'caseworker', handle: acceptHandover },
  { method: 'GET', path: '/kabar', access: 'viewer', handle: showEvents },
  { method: 'POST', path: '/kabar/:id/selesai', access: 'caseworker', handle: dismissEvent },
  { method: 'GET', path: '/kanal', access: 'viewer', handle: showChannels },
  { method: 'GET', path: '/kanal/whatsapp/qr.svg', access: 'admin', handle: showQr },
  { method: 'POST', path: '/kanal/whatsapp/tautkan', access: 'admin', handle: startPairing },
  { method: 'POST', path: '/kanal/whatsapp/kode', access: 'admin', handle: askPairingCode },
  { method: 'POST', path: '/kanal/whatsapp/sambung-ulang', access: 'admin', handle: restartWhatsApp },
  { method: 'POST', path: '/kanal/whatsapp/lepas', access: 'admin', handle: logoutWhatsApp },
  { method: 'GET', path: '/petugas', access: 'admin', handle: showStaff },
  { method: 'POST', path: '/petugas/undang', access: 'admin', handle: inviteStaff },
  { method: 'POST', path: '/petugas/:id/tautan', access: 'admin', handle: makeResetLink },
  { method: 'POST', path: '/petugas/:id/lepas-faktor', access: 'admin', handle: removeFactorOf },
  { method: 'POST', path: '/petugas/:id/tim-terbatas', access: 'admin', handle: changeRestrictedTeam },
  { method: 'POST', path: '/petugas/:id/nonaktif', access: 'admin', handle: disableAccount },
  { method: 'POST', path: '/petugas/:id/aktif', access: 'admin', handle: enableAccount },
  { method: 'GET', path: '/akun', access: 'viewer', handle: showAccount },
  { method: 'POST', path: '/akun/sandi', access: 'viewer', handle: changePassword },
  { method: 'GET', path: '/akun/faktor-kedua', access: 'viewer', handle: showSecondFactor },
  { method: 'POST', path: '/akun/faktor-kedua/mulai', access: 'viewer', handle: offerSecondFactor },
  { method: 'POST', path: '/akun/faktor-kedua/pasang', access: 'viewer', handle: acceptSecondFactor },
  { method: 'POST', path: '/akun/faktor-kedua/lepas', access: 'viewer', handle: removeSecondFactor },
  { method: 'POST', path: '/akun/sesi/:id/akhiri', access: 'viewer', handle: endSession },
  { method: 'POST', path: '/akun/keluar-semua', access: 'viewer', handle: signOutEverywhere },
  { method: 'POST', path: '/akun/tampilan', access: 'viewer', handle: changeDisplay },
  { method: 'GET', path: '/ekspor', access: 'admin', handle: showExports },
  { method: 'POST', path: '/ekspor', access: 'admin', handle: exportTranscripts },
  { method: 'GET', path: '/audit', access: 'admin', handle: showAudit },
]

/** The route of a request; null when there is none. HEAD counts as GET. */
export function findRoute(method: string, path: string): Route | null {
  const wanted = method === 'HEAD' ? 'GET' : method
  return ROUTES.find((route) => route.method === wanted && fits(route.path, path)) ?? null
}

function fits(pattern: string, path: string): boolean {
  const expected = pattern.split('/')
  const given = path.split('/')
  return (
    expected.length === given.length &&
    expected.every((part, index) => (part.startsWith(':') ? given[index] !== '' : part === given[index]))
  )
}
