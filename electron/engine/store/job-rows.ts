import type { JobStateName } from '../../../shared/job.ts'

/** A row of the queue. */
export interface JobRecord {
  id: number
  parcel_id: number
  folder_id: number
  destination_id: number
  state: JobStateName
  priority: number
  not_before_ms: number
  attempt: number
  size_bytes: number
  sent_bytes: number
  subfolder: string | null
  template: string | null
  comment: string | null
  problem: string | null
  receipt: string | null
  /** What it has in common with the jobs that it goes with; empty until that is decided, null where each goes alone. */
  group_key: string | null
  created_ms: number
  changed_ms: number
}

/** The same with the names that people know. */
export interface ListedJob extends JobRecord {
  folder: string
  destination: string
  path: string
  sidecar_path: string | null
  update_of: number | null
}

export const LISTED = `SELECT job.*, folder.name AS folder, destination.name AS destination, parcel.path AS path, parcel.sidecar_path, parcel.update_of
  FROM job JOIN folder ON folder.id = job.folder_id JOIN destination ON destination.id = job.destination_id
  JOIN parcel ON parcel.id = job.parcel_id`
