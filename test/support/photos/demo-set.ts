import type { PhotoSpec } from './photo-spec.ts'

const MEGABYTE = 1024 * 1024

/**
 * The photos of the demonstration: `first` lies in the hot folder at the start, `later` arrives while work goes on.
 * The names are those that break careless programs: umlauts in both Unicode forms, emoji, spaces, sub-folders.
 */
export function demoPhotos(): { first: PhotoSpec[]; later: PhotoSpec[] } {
  return { first: [...town(), ...assignment(), ...oddities()], later: later() }
}

function town(): PhotoSpec[] {
  return [
    { path: 'Grüße aus Köln.jpg', kind: 'jpeg', mtime: day('2024-05-17'), artist: 'Jürgen Groß' },
    // The same kind of name as a Mac writes it: letter and dots are two characters.
    { path: 'Brücke über den Rhein.jpg'.normalize('NFD'), kind: 'jpeg', mtime: day('2019-09-02') },
    { path: 'Urlaub 🌅.jpg', kind: 'jpeg', mtime: day('2023-08-11') },
    { path: 'Team photo final (2).jpg', kind: 'jpeg', mtime: day('2022-12-01') },
    { path: 'Kraków rynek.jpeg', kind: 'jpeg', mtime: day('2021-04-09') },
  ]
}

function assignment(): PhotoSpec[] {
  const folder = '2024/regatta'
  const artist = 'Åsa Lindström'
  return [
    {
      path: `${folder}/IMG_0412.CR2`,
      kind: 'raw',
      sizeBytes: 9 * MEGABYTE,
      mtime: day('2024-06-21'),
      artist,
    },
    { path: `${folder}/IMG_0412.JPG`, kind: 'jpeg', sidecar: 'stem', mtime: day('2024-06-21'), artist },
    {
      path: `${folder}/IMG_0413.CR2`,
      kind: 'raw',
      sizeBytes: 8 * MEGABYTE,
      sidecar: 'full',
      mtime: day('2024-06-21'),
      artist,
      caption: 'Start of the second race: boats of class "470" & one guest < 5 m.',
    },
    {
      path: `${folder}/DSC_7781.NEF`,
      kind: 'raw',
      sizeBytes: 12 * MEGABYTE,
      sidecar: 'stem',
      mtime: day('2024-06-22'),
    },
    { path: `${folder}/DSC_7782.JPG`, kind: 'jpeg', mtime: day('2024-06-22'), artist },
    { path: `${folder}/DSC_7783.JPG`, kind: 'jpeg', sidecar: 'full', mtime: day('2024-06-22'), artist },
    { path: `${folder}/DSC_7784.JPG`, kind: 'jpeg', mtime: day('2024-06-23'), artist },
    { path: '2024/portraits/María Peña.jpg', kind: 'jpeg', mtime: day('2024-02-03'), artist: 'Ngozi Adé' },
    { path: '2024/portraits/Çağla.jpg', kind: 'jpeg', mtime: day('2024-02-03'), artist: 'Ngozi Adé' },
  ]
}

function oddities(): PhotoSpec[] {
  return [
    {
      path: 'archive/1987/Hafenfest.jpg',
      kind: 'jpeg',
      mtime: day('1987-07-25'),
      caption: 'Hafenfest, Scan vom Dia.',
    },
    { path: 'archive/1999/Millennium.jpg', kind: 'jpeg', mtime: day('1999-12-31') },
    { path: 'notes/one byte.txt', kind: 'random', sizeBytes: 1, mtime: day('2020-02-29') },
    { path: 'video/interview.mov', kind: 'random', sizeBytes: 200 * MEGABYTE, mtime: day('2024-06-24') },
  ]
}

function later(): PhotoSpec[] {
  const press = Array.from({ length: 6 }, (_, index): PhotoSpec => {
    return { path: `2025/press day/PRESS_${101 + index}.jpg`, kind: 'jpeg', artist: 'Tomasz Wójcik' }
  })
  return [
    ...press.slice(0, 3),
    { path: '2025/press day/PRESS_200.NEF', kind: 'raw', sizeBytes: 10 * MEGABYTE },
    { path: '2025/press day/PRESS_200.jpg', kind: 'jpeg', sidecar: 'stem' },
    { path: 'Nachtrag für Jürgen.jpg', kind: 'jpeg', mtime: day('2018-03-30') },
    ...press.slice(3),
    { path: '2025/evening/Café Zürich ☕.jpg', kind: 'jpeg' },
    { path: '2025/evening/IMG_9001.CR2', kind: 'raw', sizeBytes: 7 * MEGABYTE, sidecar: 'full' },
  ]
}

function day(date: string): Date {
  return new Date(`${date}T10:15:30Z`)
}
