import { noted, type Phrase, say } from '../../../../shared/phrase.ts'
import type { Confirmation, Journal, ServerProof } from '../destination.ts'
import type { PicapportClient } from './client.ts'
import { INDEXED_MS } from './photo.ts'
import { notThereAfterAll } from './problems.ts'
import { PhotoMemo } from './wire.ts'

/** Asks the server once whether a photo that it has taken is there («checkPhotoId»). */
export async function confirm(
  client: PicapportClient,
  journal: Journal,
  signal: AbortSignal,
): Promise<Confirmation> {
  const { arrived } = PhotoMemo.parse(journal.memo)
  if (arrived === null) {
    await journal.erase()
    throw notThereAfterAll()
  }
  const check = await client.checkPhoto(arrived.photoId, signal)
  if (check === null) return confirmed(arrived, 'accepted', NOT_ASKED)
  if (check.exists) return confirmed(arrived, 'asset', noteOf(arrived))
  // The server has stored it in its own words; only its index lags behind.
  if (Math.abs(client.clock.now() - arrived.atMs) < INDEXED_MS) return { kind: 'pending' }
  if (arrived.wasThere) {
    await journal.erase()
    throw notThereAfterAll()
  }
  return confirmed(arrived, 'accepted', NOT_INDEXED)
}

function noteOf({ wasThere, words }: NonNullable<PhotoMemo['arrived']>): Phrase | null {
  if (!wasThere) return null
  return words === null ? WAS_THERE : thereInSpiteOf(words)
}

const thereInSpiteOf = (words: string): Phrase =>
  say`PicApport has this photo, but answered «${words}» to this upload: another one brought it in the same moment, or it was stored in spite of that.`
const WAS_THERE = say`PicApport had this photo already: nothing was sent, and what it knows about the photo stayed as it was.`
const NOT_ASKED = say`This PicApport is older than 8.3: its «OK» is the only word on the delivery.`
const NOT_INDEXED = say`PicApport has stored the photo; it had not taken it into its index yet.`

function confirmed(
  { photoId, fileName }: NonNullable<PhotoMemo['arrived']>,
  proof: ServerProof['proof'],
  note: Phrase | null,
): Confirmation {
  return {
    kind: 'confirmed',
    proof: {
      // An address would need a session.
      assetUrl: null,
      assetName: fileName,
      proof,
      uploadId: photoId,
      requestId: null,
      ...noted(note === null ? [] : [note]),
    },
  }
}
