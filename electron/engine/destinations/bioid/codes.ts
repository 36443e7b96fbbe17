import type { Problem } from '../../../../shared/problem.ts'
import { UploadError, type UploadErrorKind } from '../../errors.ts'

const NEW_PICTURE = 'Put another picture of the person into the folder.'

interface Words {
  /** Ours, which stays as it is when theirs change. */
  code: string
  what: string
  remedy: string
}

/** Codes that refuse a sample (Upload Web API; QualityCheck, «Sample errors»). The list is open. */
const SAMPLE: Record<string, Words> = {
  NoFaceFound: {
    code: 'no-face',
    what: 'BioID finds no face in this picture.',
    remedy: 'Use a picture that shows the whole head from the front, upright and well lit.',
  },
  MultipleFacesFound: {
    code: 'several-faces',
    what: 'BioID finds more than one face in this picture, or a busy background.',
    remedy: 'Use a picture that shows one person alone, or crop it closer to the head.',
  },
  ImageTooSmall: {
    code: 'face-too-small',
    what: 'The face in this picture is too small for BioID.',
    remedy: 'Use a picture in which the head fills more of the frame.',
  },
  UnsuitableImage: {
    code: 'unsuitable-picture',
    what: 'BioID cannot use this picture: the face is not fully in the frame.',
    remedy: NEW_PICTURE,
  },
  BadSignalQuality: {
    code: 'bad-sound',
    what: 'The sound of this recording is too bad for BioID.',
    remedy: 'Record the voice again in a quiet room.',
  },
  AudioSignalTooShort: {
    code: 'sound-too-short',
    what: 'This recording is too short for BioID.',
    remedy: 'Record a longer piece of speech.',
  },
  SampleNotOfExpectedType: {
    code: 'wrong-type',
    what: 'BioID does not take this kind of file for this trait.',
    remedy: 'Faces need JPEG, PNG, BMP, GIF or TIFF pictures, voices WAV recordings; see "trait".',
  },
}

const WARNINGS: Record<string, string> = {
  ImageTooSmall: 'the face is small',
  ImageTooBlurry: 'the picture is blurred',
  ImageOverExposure: 'parts of the picture are too bright',
  ImageUnderExposure: 'parts of the picture are too dark',
  FaceAsymmetry: 'the light or the pose is uneven',
}

/** Codes that a task ends with (Enroll, Verify and Livenessdetection Web API). */
const TASK: Record<string, Words & { kind: UploadErrorKind }> = {
  LiveDetectionFailed: {
    kind: 'rejected',
    code: 'not-live',
    what: 'BioID does not believe that these pictures show a living person.',
    remedy:
      'Live detection needs two or more pictures of one person in motion. For still photos set "liveDetection": false.',
  },
  ChallengeResponseFailed: {
    kind: 'rejected',
    code: 'challenge-failed',
    what: 'The head movements in these pictures are not those that BioID asked for.',
    remedy: 'Take the pictures again in the order asked for.',
  },
  NotEnoughSamples: {
    kind: 'refused',
    code: 'too-few-samples',
    what: 'BioID wants more samples of this person.',
    remedy: 'Put more pictures of the person into the folder, raise "samples", and retry.',
  },
  NoTemplateAvailable: {
    kind: 'refused',
    code: 'not-enrolled',
    what: 'BioID does not know this person yet.',
    remedy: 'Enrol the person first, then retry.',
  },
  ExecutionOfJobTimedOut: {
    kind: 'server',
    code: 'task-timed-out',
    what: 'BioID was too busy to finish the task.',
    remedy: 'Sluice sends this person again by itself.',
  },
}

/** A sample that the server has looked at and does not take. @param code the server's own; null when it gave none */
export function sampleRefused(code: string | null): UploadError {
  const words = own(SAMPLE, code) ?? {
    code: 'sample-refused',
    what: `BioID does not accept this sample${code === null ? '' : `: ${code}`}.`,
    remedy: NEW_PICTURE,
  }
  return told('rejected', words, code ?? 'Accepted: false')
}

/** 400 on an upload: the data itself cannot be used. @param message the server's own words */
export function sampleUnreadable(message: string): UploadError {
  const words = own(SAMPLE, message) ?? {
    code: 'sample-unreadable',
    what: 'BioID cannot read this file.',
    remedy: 'Open it in another program and save it anew as JPEG or PNG, or set "prepare".',
  }
  return told('rejected', words, message)
}

/** A task that has ended badly. @param code the server's own; null when there was none */
export function taskFailed(code: string | null): UploadError {
  if (code === null || code === 'NotRecognized')
    return told(
      'rejected',
      {
        code: 'not-recognised',
        what: 'BioID does not recognise the person in these samples.',
        remedy: NEW_PICTURE,
      },
      code ?? 'Success: false',
    )
  const words = own(TASK, code)
  if (words !== undefined) return told(words.kind, words, code)
  // Nobody knows whether the samples are to blame, so they stay where they are.
  return told(
    'refused',
    {
      code: 'task-failed',
      what: `BioID has not carried out the task: ${code}.`,
      remedy:
        'Look the code up in the documentation of BioID; then retry, or put other samples into the folder.',
    },
    code,
  )
}

/** A warning in words, with its code. */
export function warningNote(code: string): string {
  const words = own(WARNINGS, code)
  return words === undefined ? `BioID warns: ${code}.` : `BioID warns: ${words} (${code}).`
}

function told(kind: UploadErrorKind, { code, what, remedy }: Words, detail: string): UploadError {
  const problem: Problem = { code, what, remedy, isRetried: kind === 'server', detail: detail.slice(0, 200) }
  return new UploadError(kind, problem)
}

/** The entry of that very name: a server may well say "constructor". */
function own<T>(table: Record<string, T>, code: string | null): T | undefined {
  return code !== null && Object.hasOwn(table, code) ? table[code] : undefined
}
