/** Brings the first field that something is wrong with to the person, with the words below it. */
export function focusMistake(form: HTMLElement | null): void {
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
  // Of a group it is the first choice that takes the keyboard.
  const control = wrong?.querySelector<HTMLElement>('input') ?? wrong
  control?.focus()
  control?.closest('.field')?.scrollIntoView({ block: 'nearest' })
}
