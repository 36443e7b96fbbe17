import { type Phrase, say } from '../../../../shared/phrase.ts'
import { UploadError, type UploadErrorKind } from '../../errors.ts'
import type { AskedMemo } from './memo.ts'

const NEW_PICTURE = say`Put another picture of the person into the folder.`

interface Words {
  /** Ours, which stays as it is when theirs change. */
  code: string
  what: Phrase
  remedy: Phrase
}

/** Codes that refuse a sample (Upload Web API; QualityCheck, «Sample errors»). The list is open. */
const SAMPLE: Record<string, Words> = {
  NoFaceFound: {
    code: 'no-face',
    what: say`BioID finds no face in this picture.`,
    remedy: say`Use a picture that shows the whole head from the front, upright and well lit.`,
  },
  MultipleFacesFound: {
    code: 'several-faces',
    what: say`BioID finds more than one face in this picture, or a busy background.`,
    remedy: say`Use a picture that shows one person alone, or crop it closer to the head.`,
  },
  ImageTooSmall: {
    code: 'face-too-small',
    what: say`The face in this picture is too small for BioID.`,
    remedy: say`Use a picture in which the head fills more of the frame.`,
  },
  UnsuitableImage: {
    code: 'unsuitable-picture',
    what: say`BioID cannot use this picture: the face is not fully in the frame.`,
    remedy: NEW_PICTURE,
  },
  BadSignalQuality: {
    code: 'bad-sound',
    what: say`The sound of this recording is too bad for BioID.`,
    remedy: say`Record the voice again in a quiet room.`,
  },
  AudioSignalTooShort: {
    code: 'sound-too-short',
    what: say`This recording is too short for BioID.`,
    remedy: say`Record a longer piece of speech.`,
  },
  SampleNotOfExpectedType: {
    code: 'wrong-type',
    what: say`BioID does not take this kind of file for this trait.`,
    remedy: say`Faces need JPEG, PNG, BMP, GIF or TIFF pictures, voices WAV recordings; see "trait".`,
  },
}

const WARNINGS: Record<string, Phrase> = {
  ImageTooSmall: say`the face is small`,
  ImageTooBlurry: say`the picture is blurred`,
  ImageOverExposure: say`parts of the picture are too bright`,
  ImageUnderExposure: say`parts of the picture are too dark`,
  FaceAsymmetry: say`the light or the pose is uneven`,
}

type TaskWords = Words & { kind: UploadErrorKind }

const NOT_RECOGNISED: TaskWords = {
  kind: 'rejected',
  code: 'not-recognised',
  what: say`BioID does not recognise the person in these samples.`,
  remedy: NEW_PICTURE,
}

/** Codes that a task ends with (Enroll, Verify and Livenessdetection Web API). */
const TASK = {
  LiveDetectionFailed: {
    kind: 'rejected',
    code: 'not-live',
    what: say`BioID does not believe that these pictures show a living person.`,
    remedy: say`Live detection needs two or more pictures of one person in motion. For still photos set "liveDetection": false.`,
  },
  ChallengeResponseFailed: {
    kind: 'rejected',
    code: 'challenge-failed',
    what: say`The head movements in these pictures are not those that BioID asked for.`,
    remedy: say`Take the pictures again in the order asked for.`,
  },
  NotEnoughSamples: {
    kind: 'refused',
    code: 'too-few-samples',
    what: say`BioID wants more samples of this person.`,
    remedy: say`Put more pictures of the person into the folder, raise "samples", and retry.`,
  },
  NoTemplateAvailable: {
    kind: 'refused',
    code: 'not-enrolled',
    what: say`BioID does not know this person yet.`,
    remedy: say`Enrol the person first, then retry.`,
  },
  NotRecognized: NOT_RECOGNISED,
  ExecutionOfJobTimedOut: {
    kind: 'server',
    code: 'task-timed-out',
    what: say`BioID was too busy to finish the task.`,
    remedy: say`Sluice sends this person again by itself.`,
  },
} satisfies Record<string, TaskWords>

/** A sample that the server has looked at and does not take. @param code the server's own; null when it gave none */
export function sampleRefused(code: string | null): UploadError {
  const words = own(SAMPLE, code) ?? {
    code: 'sample-refused',
    what:
      code === null
        ? say`BioID does not accept this sample.`
        : say`BioID does not accept this sample: ${code}.`,
    remedy: NEW_PICTURE,
  }
  return told('rejected', words, code ?? 'Accepted: false')
}

/** The part of the picture that was sent shows no face, and the rest is none of BioID's business. */
export function noFaceInBox(): UploadError {
  const words = {
    code: 'no-face',
    what: say`BioID finds no face in the part of this picture that "box" of this destination names.`,
    remedy: say`Use a picture with the head in that part, or correct "box". The rest is never sent: it may show somebody else.`,
  }
  return told('rejected', words, 'NoFaceFound')
}

/** 400 on an upload: the data itself cannot be used. @param message the server's own words */
export function sampleUnreadable(message: string): UploadError {
  const words = own(SAMPLE, message) ?? {
    code: 'sample-unreadable',
    what: say`BioID cannot read this file.`,
    remedy: say`Open it in another program and save it anew as JPEG or PNG, or set "prepare".`,
  }
  return told('rejected', words, message)
}

/** A failed comparison often has no code (Verify Web API). */
const WITHOUT_CODE: Record<AskedMemo['task'], TaskWords> = {
  enroll: {
    kind: 'refused',
    code: 'task-failed',
    what: say`BioID has not carried out the task, and names no reason.`,
    remedy: say`Retry, or put other samples of the person into the folder.`,
  },
  verify: NOT_RECOGNISED,
  identify: NOT_RECOGNISED,
  livenessdetection: TASK.LiveDetectionFailed,
}

/** A task that has ended badly. @param code the server's own; null when there was none */
export function taskFailed(code: string | null, task: AskedMemo['task']): UploadError {
  if (code === null) {
    const words = WITHOUT_CODE[task]
    return told(words.kind, words, 'Success: false')
  }
  const words = own<TaskWords>(TASK, code)
  if (words !== undefined) return told(words.kind, words, code)
  // Nobody knows whether the samples are to blame, so they stay where they are.
  return told(
    'refused',
    {
      code: 'task-failed',
      what: say`BioID has not carried out the task: ${code}.`,
      remedy: say`Look the code up in the documentation of BioID; then retry, or put other samples into the folder.`,
    },
    code,
  )
}

/** A warning in words, with its code. */
export function warningNote(code: string): Phrase {
  const words = own(WARNINGS, code)
  return words === undefined ? say`BioID warns: ${code}.` : say`BioID warns: ${words} (${code}).`
}

function told(kind: UploadErrorKind, { code, what, remedy }: Words, detail: string): UploadError {
  const isRetried = kind === 'server'
  return new UploadError(kind, { code, what, remedy, isRetried, detail: detail.slice(0, 200) })
}

/** The entry of that very name: a server may well say "constructor". */
function own<T>(table: Record<string, T>, code: string | null): T | undefined {
  return code !== null && Object.hasOwn(table, code) ? table[code] : undefined
}
