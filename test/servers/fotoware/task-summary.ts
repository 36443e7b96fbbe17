import type { TaskStore } from './task-store.ts'
import type { TaskState } from './upload-task.ts'

/** One upload task as tests look at it. */
export interface TaskSummary {
  readonly id: string
  readonly state: TaskState
  readonly filename: string
  readonly fileSize: number
  readonly chunkCount: number
  readonly storedChunks: readonly number[]
  readonly hasXmp: boolean
  readonly hasStoredXmp: boolean
}

/** All tasks that are not forgotten, oldest first. */
export function listTasks(tasks: TaskStore): TaskSummary[] {
  return tasks.all().map((task) => ({
    id: task.id,
    state: tasks.stateOf(task),
    filename: task.order.filename,
    fileSize: task.order.fileSize,
    chunkCount: task.chunkCount,
    storedChunks: [...task.stored].sort((a, b) => a - b),
    hasXmp: task.order.hasXmp,
    hasStoredXmp: task.hasStoredXmp,
  }))
}
