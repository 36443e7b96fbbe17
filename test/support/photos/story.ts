import type { PhotoSpec } from './photo-spec.ts'
import { type Random, seededRandom } from './random.ts'

export type SceneName = 'mountains' | 'skyline' | 'sea' | 'meadow'

interface Place {
  city: string
  country: string
  latitude: number
  longitude: number
  /** Winter time; all places here add one hour in summer. */
  utcOffsetHours: number
}

interface Camera {
  make: string
  model: string
  lens: string
}

/** What a photo shows and who took it, where and when: the source of both picture and metadata. */
export interface Story {
  scene: SceneName
  artist: string
  caption: string
  headline: string
  place: Place
  hasGps: boolean
  keywords: string[]
  rating: number
  camera: Camera
  /** Local time as EXIF writes it: 2024:05:17 18:30:00 */
  takenAt: string
  /** +02:00 */
  utcOffset: string
}

const OSLO = { city: 'Oslo', country: 'Norway', latitude: 59.9139, longitude: 10.7522, utcOffsetHours: 1 }
const ZURICH = { city: 'Zürich', country: 'Schweiz', latitude: 47.3769, longitude: 8.5417, utcOffsetHours: 1 }
const KOELN = {
  city: 'Köln',
  country: 'Deutschland',
  latitude: 50.9375,
  longitude: 6.9603,
  utcOffsetHours: 1,
}
const KRAKOW = { city: 'Kraków', country: 'Polska', latitude: 50.0647, longitude: 19.945, utcOffsetHours: 1 }
const LISBOA = {
  city: 'Lisboa',
  country: 'Portugal',
  latitude: 38.7223,
  longitude: -9.1393,
  utcOffsetHours: 0,
}
const PLACES: readonly Place[] = [OSLO, ZURICH, KOELN, KRAKOW, LISBOA]

const SCENES: Record<SceneName, { title: string; keywords: string[]; places: [Place, ...Place[]] }> = {
  mountains: { title: 'Last light on the ridge', keywords: ['mountains', 'lake'], places: [ZURICH, OSLO] },
  skyline: { title: 'The city by the river', keywords: ['architecture', 'river'], places: [KOELN, KRAKOW] },
  sea: { title: 'Sails before the wind', keywords: ['sea', 'sailing'], places: [LISBOA, OSLO] },
  meadow: { title: 'Flowers on the hill', keywords: ['meadow', 'flowers'], places: [KRAKOW, ZURICH, KOELN] },
}

const ARTISTS = ['Åsa Lindström', 'Jürgen Groß', 'María Peña', 'Tomasz Wójcik', 'Ngozi Adé'] as const

const CAMERAS = [
  { make: 'Canon', model: 'Canon EOS R5', lens: 'RF24-70mm F2.8 L IS USM' },
  { make: 'NIKON CORPORATION', model: 'NIKON Z 8', lens: 'NIKKOR Z 24-120mm f/4 S' },
  { make: 'SONY', model: 'ILCE-7M4', lens: 'FE 35mm F1.4 GM' },
] as const

// Pictures older than digital cameras come from a film scanner.
const SCANNER = { make: 'Nikon', model: 'SUPER COOLSCAN 9000 ED', lens: 'Scanner Nikkor ED' }

/** Invents the story of a photo. The same spec always gives the same story. */
export function storyOf(spec: PhotoSpec): Story {
  const random = seededRandom(`story ${spec.path}`)
  const scene = random.pick(['mountains', 'skyline', 'sea', 'meadow'])
  const drawn = random.pick(SCENES[scene].places)
  const name = spec.path.normalize('NFC')
  const place = PLACES.find(({ city }) => name.includes(city)) ?? drawn
  const taken = spec.mtime ?? inventedDate(random)
  const headline = SCENES[scene].title
  return {
    scene,
    artist: spec.artist ?? random.pick(ARTISTS),
    caption: spec.caption ?? `${headline}, ${place.city}, ${taken.getUTCFullYear()}.`,
    headline,
    place,
    hasGps: random.next() < 0.6,
    keywords: [...SCENES[scene].keywords, place.city],
    rating: random.whole(1, 5),
    camera: taken.getUTCFullYear() < 1995 ? SCANNER : random.pick(CAMERAS),
    ...localTime(taken, place),
  }
}

function inventedDate(random: Random): Date {
  return new Date(
    Date.UTC(random.whole(2015, 2025), random.whole(0, 11), random.whole(1, 28), random.whole(6, 19)),
  )
}

function localTime(taken: Date, place: Place): { takenAt: string; utcOffset: string } {
  const isSummer = taken.getUTCMonth() >= 3 && taken.getUTCMonth() <= 9
  const hours = place.utcOffsetHours + (isSummer ? 1 : 0)
  const local = new Date(taken.getTime() + hours * 3_600_000).toISOString()
  return {
    takenAt: `${local.slice(0, 10).replaceAll('-', ':')} ${local.slice(11, 19)}`,
    utcOffset: `+0${hours}:00`,
  }
}
