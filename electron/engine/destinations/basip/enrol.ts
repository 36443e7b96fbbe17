import type { BasipConfig } from '../../../../shared/destination-config.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { SendContext, Shipment } from '../destination.ts'
import { pause } from '../pause.ts'
import { isUnanswered, type PanelClient } from './client.ts'
import { type EnrolMemo, memoFor } from './enrol-memo.ts'
import { type Face, type Identifiers, isThere, type Standing, uidAt } from './identifiers.ts'
import type { Picture } from './picture.ts'
import { identifierLost, nameNotKept, notKept, pictureRefused } from './problems.ts'
import { leave, type PictureSender, type SendAnswer } from './sender.ts'
import type { Person } from './wire.ts'

/** A panel that forgets an identifier before its picture comes gets one more. */
const REMAKES_MAX = 1
const CREATES_MAX = 3
const CREATE_WAIT_MS = 500

export interface EnrolTools {
  client: PanelClient
  identifiers: Identifiers
  sender: PictureSender
  onExisting: BasipConfig['onExisting']
}

/**
 * Puts one person's face into a panel: make an identifier, send the picture, look the person up, and only then remove what it
 * replaces. So nobody is locked out, whatever breaks: before the look-up the old face is there, after it the new one.
 *
 * What was begun stands in the journal before the panel is asked. After a lost answer or a crash the panel is looked at before
 * anything is done a second time.
 */
export async function enrol(
  tools: EnrolTools,
  shipment: Shipment,
  person: Person,
  picture: Picture,
  context: SendContext,
): Promise<EnrolMemo> {
  return await new Enrolment(tools, shipment, person, picture, context).run()
}

class Enrolment {
  readonly #tools: EnrolTools
  readonly #source: Shipment['source']
  readonly #picture: Picture
  readonly #context: SendContext
  #memo: EnrolMemo
  /** What an earlier delivery from the same path was given. */
  readonly #earlierUid: number | null
  /** An earlier attempt has asked for an identifier and may not have heard which. */
  #mayBeAsked: boolean
  /** The number comes from an earlier attempt. */
  #isTakenUp: boolean
  /** The face was looked up in this attempt. */
  #isSeen = false
  /** What was looked up last opens what it should. */
  #isAsAsked = true
  #remakes = 0
  #creates = 0

  constructor(tools: EnrolTools, shipment: Shipment, person: Person, picture: Picture, context: SendContext) {
    this.#tools = tools
    const { source, revisionOf } = shipment
    this.#source = source
    this.#earlierUid = revisionOf === null ? null : uidAt(revisionOf)
    this.#picture = picture
    this.#context = context
    const { memo, isTakenUp } = memoFor(
      { identity: source.identity, person, notes: picture.notes },
      context.journal.memo,
      this.#earlierUid,
    )
    this.#memo = memo
    this.#mayBeAsked = isTakenUp && memo.stage === 'creating'
    this.#isTakenUp = isTakenUp && memo.stage === 'uploading'
  }

  async run(): Promise<EnrolMemo> {
    for (;;) {
      const { stage, uid } = this.#memo
      if (stage === 'done') return this.#memo
      if (stage === 'stored' && uid !== null) await this.#finish(uid)
      else if (uid === null) await this.#create()
      else if (this.#isTakenUp) await this.#takeUp(uid)
      else await this.#upload(uid)
    }
  }

  /** Looks who is there under this name, and makes an identifier. */
  async #create(): Promise<void> {
    const { identifiers, client, onExisting } = this.#tools
    const { signal } = this.#context
    const { person, leftovers } = this.#memo
    const faces = await identifiers.facesOf(person.name, signal)
    const ours = this.#mayBeAsked ? this.#unfinished(faces) : undefined
    if (ours !== undefined) {
      await this.#note({ stage: 'uploading', uid: ours.uid, mayBeStored: false })
      return
    }
    const known = faces.filter((face) => face.hasFace !== false).map(({ uid }) => uid)
    const foreign = known.find((uid) => !leftovers.some((one) => one.uid === uid))
    if (onExisting === 'skip' && foreign !== undefined) {
      await this.#skip(foreign)
      return
    }
    await leave(this.#context)
    await this.#note({ stage: 'creating', uid: null, known, mayBeStored: false })
    this.#mayBeAsked = true
    try {
      const uid = await identifiers.create(person, signal)
      await this.#note({ stage: 'uploading', uid })
    } catch (error) {
      if (!isUnanswered(error) || ++this.#creates >= CREATES_MAX) throw error
      await pause(client.clock, CREATE_WAIT_MS * 2 ** this.#creates, signal)
    }
  }

  /** One that an earlier request made whose answer was lost, on panels that list what is unfinished. */
  #unfinished(faces: readonly Face[]): Face | undefined {
    return faces.find((face) => face.hasFace === false && !this.#memo.known.includes(face.uid))
  }

  /**
   * Goes on with the number of an earlier attempt only if the panel shows that it stands for this person. A number without a
   * face is lent: somebody else may have it by now, who would get this picture.
   */
  async #takeUp(uid: number): Promise<void> {
    this.#isTakenUp = false
    if (this.#memo.mayBeStored && (await this.#isStored(uid, false))) return
    const standing = await this.#look(uid)
    if (standing === 'waiting' || standing === 'untold') return
    await this.#letGo(uid)
    this.#mayBeAsked = false
  }

  async #look(uid: number): Promise<Standing> {
    const { standing, isAsAsked } = await this.#tools.identifiers.look(
      uid,
      this.#memo.person,
      this.#context.signal,
    )
    this.#isAsAsked = isAsAsked
    return standing
  }

  /** Another identifier is made. Should this one get its face after all, it goes in the end. */
  async #letGo(uid: number): Promise<void> {
    const { leftovers, person } = this.#memo
    await this.#note({
      stage: 'creating',
      uid: null,
      mayBeStored: false,
      leftovers: [...leftovers, { uid, name: person.name }],
    })
  }

  async #upload(uid: number): Promise<void> {
    const isStored = (isTold: boolean) => this.#isStored(uid, isTold)
    const wasSent = this.#memo.mayBeStored
    if (!wasSent) await this.#note({ mayBeStored: true })
    const answer = await this.#sent(uid, isStored)
    switch (answer.kind) {
      case 'stored':
        if (this.#memo.stage === 'uploading' && !(await isStored(true))) await this.#takeBack(uid)
        this.#context.onProgress(this.#source.sizeBytes)
        return
      case 'refused':
        await this.#undo(uid)
        throw pictureRefused(answer.text)
      case 'missed':
        // An earlier attempt may have been heard only now.
        if (wasSent && (await isStored(true))) return
        await this.#letGo(uid)
        this.#mayBeAsked = false
        if (++this.#remakes > REMAKES_MAX) throw identifierLost(answer.text)
    }
  }

  async #sent(uid: number, isStored: (isTold: boolean) => Promise<boolean>): Promise<SendAnswer> {
    try {
      return await this.#tools.sender.send(uid, this.#picture.bytes, this.#context, isStored)
    } catch (error) {
      if (error instanceof UploadError && error.kind === 'rejected') await this.#undo(uid)
      throw error
    }
  }

  /**
   * Looks the person up, and writes down that the face is there. If not under the number that was given, then under one that
   * was not there before.
   *
   * @param isTold the panel has said that it took the picture, or waits for none: where it does not show who has a face, that
   *   counts
   */
  async #isStored(uid: number, isTold: boolean): Promise<boolean> {
    const { identifiers } = this.#tools
    const { person, known } = this.#memo
    const { signal } = this.#context
    let found: number | undefined = uid
    const standing = await this.#look(uid)
    if (standing !== 'face' && !(isTold && standing === 'untold')) {
      const faces = await identifiers.facesOf(person.name, signal)
      found = faces.find((face) => face.hasFace === true && !known.includes(face.uid))?.uid
    }
    if (found === undefined) return false
    this.#isSeen = true
    await this.#note({ stage: 'stored', uid: found })
    return true
  }

  /** The panel has just said yes, and has something else under this number: what that is must not stay. */
  async #takeBack(uid: number): Promise<void> {
    const standing = await this.#look(uid)
    if (isThere(standing)) {
      await this.#note({ stage: 'stored', uid })
      return
    }
    if (standing === 'absent') await this.#notKept(uid)
    const isGone = await this.#undo(uid)
    throw standing === 'other' ? nameNotKept(isGone) : notKept()
  }

  async #notKept(uid: number): Promise<never> {
    await this.#letGo(uid)
    throw notKept()
  }

  /** The face is there: looked at once more if that was a while ago, then what it replaces goes. */
  async #finish(uid: number): Promise<void> {
    const { identifiers, onExisting } = this.#tools
    const { person, known, leftovers } = this.#memo
    const { signal } = this.#context
    const isNew = this.#isSeen
    if (!isNew && !isThere(await this.#look(uid))) await this.#notKept(uid)
    await this.#source.check().catch(async (error: unknown) => {
      // An earlier attempt may have removed the old face already: then this is the only one.
      if (isNew) await this.#undo(uid)
      throw error
    })
    const replaced = onExisting === 'replace' ? known.map((old) => ({ uid: old, name: person.name })) : []
    const notes = [...this.#memo.notes, ...(await this.#doubts(uid))]
    for (const name of new Set([...replaced, ...leftovers].map((old) => old.name))) {
      const there = await identifiers.facesOf(name, signal)
      const old = [...replaced, ...leftovers].filter((one) => one.name === name && one.uid !== uid)
      // By name and number: numbers begin anew on a panel that was reset.
      for (const { uid: gone } of there.filter((face) => old.some((one) => one.uid === face.uid)))
        notes.push(await this.#removed(gone))
    }
    await this.#note({ stage: 'done', notes, path: identifiers.pathOf(uid) })
  }

  /** What a person should look at, since a door is at stake. */
  async #doubts(uid: number): Promise<Phrase[]> {
    const notes: Phrase[] = []
    if (!this.#isAsAsked)
      notes.push(
        say`The panel has not kept all of what was asked for: look there at the lock and the time of identifier ${String(uid)}.`,
      )
    const earlier = this.#earlierUid
    // By its number alone nothing is removed: the panel may have been reset, and given it to somebody else.
    if (earlier !== null && earlier !== uid && (await this.#look(earlier)) === 'other')
      notes.push(
        say`Identifier ${String(earlier)}, which this picture got when it was sent earlier, stands under another name: remove it at the panel if it was a mistake.`,
      )
    return notes
  }

  async #removed(uid: number): Promise<Phrase> {
    try {
      await this.#tools.identifiers.remove(uid, this.#context.signal)
      return say`The earlier face (identifier ${String(uid)}) was removed after this one was there.`
    } catch (error) {
      if (!(error instanceof UploadError) || error.kind !== 'refused') throw error
      return say`The earlier face (identifier ${String(uid)}) is still there: the panel refuses to remove it («${error.problem.detail ?? ''}»).`
    }
  }

  async #skip(uid: number): Promise<void> {
    const words = say`The panel knew a face under this name (identifier ${String(uid)}); nothing was sent («onExisting»: «skip»).`
    this.#context.onProgress(this.#source.sizeBytes)
    const path = this.#tools.identifiers.pathOf(uid)
    await this.#note({ stage: 'done', uid, isSkipped: true, notes: [words], path })
  }

  /**
   * No empty identifier stays behind, and no face of a picture that is no longer the one. A failure changes nothing.
   * @returns whether it is gone
   */
  async #undo(uid: number): Promise<boolean> {
    try {
      await this.#tools.identifiers.remove(uid, this.#context.signal)
    } catch {
      // What counts is why. It is remembered, and goes when the next picture is there.
      return false
    }
    await this.#context.journal.erase()
    return true
  }

  async #note(changes: Partial<EnrolMemo>): Promise<void> {
    this.#memo = { ...this.#memo, ...changes }
    await this.#context.journal.write(this.#memo)
  }
}
