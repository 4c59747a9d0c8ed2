/** The package of a file, `node` for Node.js itself, `(app)` for what is in no package; empty for code without a file. */
export function packageName(file: string): string {
  if (file.startsWith('node:')) return 'node'
  const inPackage = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/s.exec(file)
  if (inPackage !== null) return inPackage[1].replaceAll('\\', '/')
  return /^(?:file:|\/|[A-Za-z]:\\)/.test(file) ? '(app)' : ''
}
