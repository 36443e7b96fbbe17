import type { DestinationConfig } from '../../../shared/destination-config.ts'
import type { ShortStory } from '../short-story.ts'
import { basipStory } from './basip.ts'
import { bioidStory } from './bioid.ts'
import { picapportStory } from './picapport.ts'

export const SHORT_STORIES: Record<Exclude<DestinationConfig['kind'], 'fotoware'>, ShortStory> = {
  picapport: picapportStory,
  bioid: bioidStory,
  basip: basipStory,
}
