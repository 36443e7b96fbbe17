/** Hands a file to the browser, which saves it where downloads go, or asks. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download holds on to the content by itself once it has begun.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 60_000)
}
