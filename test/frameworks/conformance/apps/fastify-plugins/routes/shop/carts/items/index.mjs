export default async function items(scope) {
  scope.get('/all', async () => [])
}
