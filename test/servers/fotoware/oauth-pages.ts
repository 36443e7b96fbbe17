/** Shown instead of a redirect when the application or its address is not known (RFC 6749, section 4.1.2.1). */
export function refusalPage(reason: string): string {
  return page(
    'Authorization is not possible',
    `<p>${escapeHtml(reason)}</p><p>Here are some kittens instead.</p>`,
  )
}

/** The consent page: two links that go on with the same request. */
export function consentPage(clientId: string, url: string): string {
  const link = (answer: string, label: string) => `<a href="${escapeHtml(`${url}&${answer}=1`)}">${label}</a>`
  const text = `<p>${escapeHtml(clientId)} wants to use FotoWare as you.</p>`
  return page(
    'Authorize the application',
    `${text}<p>${link('approve', 'Approve')} ${link('deny', 'Deny')}</p>`,
  )
}

function page(title: string, content: string): string {
  return `<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>${title}</title></head>
<body><h1>${title}</h1>${content}</body></html>\n`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
