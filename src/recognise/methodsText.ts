/** What a router that implements every method answers to; `all()` registers these and the rarer ones. */
const everyMethod = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

/**
 * The methods of one route object as the method of its mark: `ALL` for every method or none named, else `POST|PUT`. HEAD
 * beside GET is left out, since routers add it to every GET by themselves.
 */
export function methodsText(methods: readonly string[]): string {
  if (methods.length === 0 || everyMethod.every((method) => methods.includes(method))) return 'ALL'
  const own = methods.includes('GET') ? methods.filter((method) => method !== 'HEAD') : [...methods]
  return [...new Set(own)].sort().join('|')
}
