import { app } from 'electron'

export interface QuitOptions {
  /** Told at once: the window goes, the tray says why the icon is still there. */
  onEnding: () => void
  /** Finishes the chunks in flight and gives the data folder back. */
  stop: () => Promise<void>
  onTrouble: (error: unknown) => void
  /** The very last before the process ends. */
  onEnded: () => void
}

/**
 * Ends the app in good order. Quitting waits for the chunk that is in flight, never for the file: the journal knows where
 * to go on. Whoever quits twice does not want to wait; nothing is lost by that either, but that chunk is sent again.
 */
export class Quit {
  #isEnding = false
  #isStopped = false

  constructor(options: QuitOptions) {
    app.on('before-quit', (event) => {
      if (this.#isStopped) return
      event.preventDefault()
      if (this.#isEnding) {
        options.onEnded()
        app.exit(0)
        return
      }
      this.#isEnding = true
      options.onEnding()
      options
        .stop()
        .catch((error: unknown) => {
          options.onTrouble(error)
        })
        .finally(() => {
          this.#isStopped = true
          options.onEnded()
          app.quit()
        })
    })
  }

  get isEnding(): boolean {
    return this.#isEnding
  }
}
