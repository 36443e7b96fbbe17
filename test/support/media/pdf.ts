/** A document of one empty page with title, author and date (PDF 32000-1, 7.5 and 14.3.3). */
export function pdf(): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
    "<< /Title (A title) /Author (Ann Author) /CreationDate (D:20260501120000+02'00') >>",
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const end = `<< /Size ${objects.length + 1} /Root 1 0 R /Info 4 0 R >>`
  const tableAt = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n${end}\nstartxref\n${tableAt}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
